using System;
using System.Collections.Generic;
using NetGen.Generator.Declarations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Emission;

/// <summary>The namespace, the types around a class and the class itself, open for members; disposing it closes them.</summary>
internal sealed class SurfaceScope : IDisposable
{
    private readonly Stack<CodeWriter.Scope> _open = new();

    /// <summary>Opens another part of a class.</summary>
    /// <param name="writer">At the beginning of a line.</param>
    /// <param name="type">The class.</param>
    /// <param name="bases">What stands behind the class's name, such as <c> : IDisposable</c>.</param>
    /// <param name="document">Writes the lines before the class; may be null.</param>
    public SurfaceScope(CodeWriter writer, TypeDeclaration type, string bases = "", Action<CodeWriter>? document = null)
    {
        // How a class is called, and that another assembly has one of the same name, is reported where the user wrote it.
        writer.Line("#pragma warning disable CS0436, CS8981");
        writer.Line();
        if (type.Namespace.Length > 0) _open.Push(writer.Block("namespace " + type.EscapedNamespace));
        foreach (ContainingType container in type.Containers)
        {
            _open.Push(writer.Block($"partial {container.Keyword} {TypeDeclaration.Escape(container.Name)}{container.TypeParameters}"));
        }

        document?.Invoke(writer);
        string keyword = type.Form == TypeForm.Record ? "record" : "class";
        _open.Push(writer.Block($"partial {keyword} {type.Self}{bases}"));
    }

    /// <summary>Closes all braces, the last opened first.</summary>
    public void Dispose()
    {
        while (_open.Count > 0) _open.Pop().Dispose();
    }
}
