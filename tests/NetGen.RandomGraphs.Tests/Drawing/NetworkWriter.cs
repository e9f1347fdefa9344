using System.Globalization;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;
using static NetGen.RandomGraphs.Tests.Drawing.WindowLayers;

namespace NetGen.RandomGraphs.Tests.Drawing;

/// <summary>Writes one network that a seed decides: a chain, or stages with branches.</summary>
internal sealed class NetworkWriter
{
    private const int MostStages = 14;

    private readonly Dice _dice;
    private readonly BlockLibrary _blocks;
    private readonly string _name;
    private readonly List<DrawnTensor> _tensors = [];
    private readonly List<string> _stages = [];

    private NetworkWriter(int seed, string name, BlockLibrary blocks)
    {
        _dice = new Dice(seed);
        _name = name;
        _blocks = blocks;
    }

    /// <summary>The declaration of a class.</summary>
    public static string Write(int seed, string name, BlockLibrary blocks)
    {
        var writer = new NetworkWriter(seed, name, blocks);
        return writer._dice.Chance(25) ? writer.WriteChain() : writer.WriteGraph();
    }

    private string WriteChain()
    {
        Shape input = DrawInput();
        (string layers, Shape shape) = DrawLayers(input, _dice.Between(2, 6));
        if (shape.SpatialRank > 0 && _dice.Chance(70)) layers += "]\n[" + DrawHead(shape, _dice.Between(2, 7));
        return $"[Network, {InputText(input)}]\n[{layers}]\npublic partial class {_name};\n";
    }

    private string WriteGraph()
    {
        int inputs = _dice.Weigh<int>([(7, 1), (3, 2)]);
        for (int i = 0; i < inputs; i++) AddInput(i);
        int stages = _dice.Between(3, 7);
        while (_stages.Count < stages) AddStage();
        AddHeads();
        string body = string.Join("\n", _dice.Shuffle(_stages));
        return $"[Network]\npublic partial class {_name}\n{{\n{body}}}\n";
    }

    /// <summary>An input and a stage that reads it, because an unread input is an error.</summary>
    private void AddInput(int index)
    {
        Shape? first = _tensors.FirstOrDefault()?.Shape;
        Shape shape = first is { SpatialRank: > 0 } && _dice.Chance(50)
            ? Shape.Of([_dice.Pick(1, 2, 3, 5), .. first.Dimensions.Skip(1)]) : DrawInput();
        var tensor = new DrawnTensor(index == 0 ? "image" : "other", shape) { Declaration = $"[{InputText(shape)}] " };
        _tensors.Add(tensor);
        (string layers, Shape result) = DrawLayers(shape, _dice.Between(1, 2));
        AddStage(layers, result, [tensor]);
    }

    private void AddStage()
    {
        DrawnTensor source = _dice.Pick(_tensors);
        if (_dice.Chance(45)) AddJoint(source);
        else AddBranch(source);
    }

    private DrawnTensor AddBranch(DrawnTensor source)
    {
        (string layers, Shape result) = DrawLayers(source.Shape, _dice.Between(1, 3));
        return AddStage(layers, result, [source]);
    }

    /// <summary>A stage where tensors meet; where none fit together, a branch that fits is made first.</summary>
    private void AddJoint(DrawnTensor source)
    {
        List<DrawnTensor> alike = Others(source, shape => shape.Equals(source.Shape));
        if (alike.Count > 0 && _dice.Chance(25) && _blocks.Draw(_dice, source.Shape, inputs: 2) is { } use)
        {
            AddStage(use.Text, use.Result, [source, alike[0]]);
            return;
        }

        if (_dice.Chance(40)) AddConcat(source);
        else AddCombination(source, alike);
    }

    private void AddConcat(DrawnTensor source)
    {
        List<DrawnTensor> others = Others(source, shape => shape.Dimensions.Skip(1).SequenceEqual(source.Shape.Dimensions.Skip(1)));
        if (others.Count == 0) others.Add(AddEqual(source));
        DrawnTensor[] read = [.. _dice.Shuffle(others.Take(_dice.Between(1, 3)).Append(source))];
        var concat = new Concat(read.Length);
        AddCombined(new Layer("Concat", concat), read);
    }

    private void AddCombination(DrawnTensor source, List<DrawnTensor> alike)
    {
        List<DrawnTensor> others = [.. alike, .. Others(source, shape => Combination.IsPerChannel(shape, source.Shape))];
        if (others.Count == 0) others.Add(AddPartner(source));
        DrawnTensor[] read = [.. _dice.Shuffle(_dice.Shuffle(others).Take(_dice.Between(1, 3)).Append(source))];
        AddCombined(_dice.Chance(60) ? new Layer("Add", new Add(read.Length)) : new Layer("Multiply", new Multiply(read.Length)), read);
    }

    private void AddCombined(Layer layer, DrawnTensor[] read)
    {
        Shape shape = layer.Operation.Infer(read.Select(tensor => tensor.Shape).ToEquatableArray()).Shape!;
        if (_dice.Chance(40) || shape.Length > 2000)
        {
            AddStage(layer.Text, shape, read);
            return;
        }

        (string layers, Shape result) = DrawLayers(shape, _dice.Between(1, 2));
        AddStage($"{layer.Text}, {layers}", result, read);
    }

    /// <summary>A stage whose result can be added to a tensor: of its shape, or with one value for each channel.</summary>
    private DrawnTensor AddPartner(DrawnTensor source)
    {
        Shape shape = source.Shape;
        if (shape.SpatialRank > 0 && shape.Length > shape.Channels && _dice.Chance(40))
            return AddStage(Invariant($"GlobalAvgPool2d, Linear({shape.Channels}), Sigmoid"), Shape.Of(shape.Channels), [source]);
        return AddEqual(source);
    }

    /// <summary>A stage whose result has a tensor's shape.</summary>
    private DrawnTensor AddEqual(DrawnTensor source)
    {
        Shape shape = source.Shape;
        string text = shape.SpatialRank == 0
            ? Invariant($"Linear({shape.Channels}), {DrawnLayers.DrawActivation(_dice)}")
            : Invariant($"Conv{shape.SpatialRank}d({shape.Channels}, 3, Padding = 1), {DrawnLayers.DrawActivation(_dice)}");
        return AddStage(text, shape, [source]);
    }

    private List<DrawnTensor> Others(DrawnTensor source, Func<Shape, bool> fits) =>
        _dice.Shuffle(_tensors.Where(tensor => tensor != source && fits(tensor.Shape)));

    /// <summary>What nobody reads becomes a result: as it is, behind a head, joined with others, or in training only.</summary>
    private void AddHeads()
    {
        if (_dice.Chance(20)) AddStage(DrawHead(_tensors[^1].Shape, 4), Shape.Of(4), [_tensors[^1]]);
        List<DrawnTensor> open = [.. _tensors.Where(tensor => !tensor.IsRead)];
        if (_dice.Chance(25)) AddAuxiliary(open);
        if (open.Count > 1 && _dice.Chance(65) && _stages.Count + open.Count < MostStages)
        {
            DrawnTensor[] heads = [.. open.Select(tensor => tensor.Shape is { SpatialRank: 0, Length: < 40 }
                ? tensor : AddStage(DrawHead(tensor.Shape, 4), Shape.Of(4), [tensor]))];
            AddStage(Invariant($"Concat, Linear({_dice.Between(2, 6)})"), Shape.Of(1), heads);
            return;
        }

        foreach (DrawnTensor tensor in open.Where(tensor => tensor.Shape.SpatialRank > 0 && _dice.Chance(60)))
            AddStage(DrawHead(tensor.Shape, 3), Shape.Of(3), [tensor]);
    }

    private void AddAuxiliary(List<DrawnTensor> open)
    {
        DrawnTensor source = _dice.Pick(_tensors);
        if (open.Count == 0 || (open.Count == 1 && open[0] == source)) return;
        AddStage(DrawHead(source.Shape, 3), Shape.Of(3), [source], "[Auxiliary(Weight = 0.25)]\n    ");
        open.Remove(source);
    }

    private DrawnTensor AddStage(string layers, Shape result, DrawnTensor[] read, string attributes = "")
    {
        string parameters = string.Join(", ", read.Select(tensor => tensor.Read()));
        var tensor = new DrawnTensor(Invariant($"stage{_stages.Count}"), result);
        _stages.Add($"    {attributes}[{layers}]\n    private static partial Tensor Stage{_stages.Count.ToString(CultureInfo.InvariantCulture)}({parameters});\n");
        _tensors.Add(tensor);
        return tensor;
    }

    private (string Text, Shape Result) DrawLayers(Shape input, int count)
    {
        var texts = new List<string>();
        Shape shape = input;
        for (int i = 0; i < count; i++)
        {
            if (_dice.Chance(12) && _blocks.Draw(_dice, shape, inputs: 1) is { } use)
            {
                texts.Add(use.Text);
                shape = use.Result;
                continue;
            }

            (Layer layer, shape) = DrawnLayers.Draw(_dice, shape);
            texts.Add(layer.Text);
        }

        return (string.Join(", ", texts), shape);
    }

    private string DrawHead(Shape shape, int features)
    {
        string flat = shape.SpatialRank == 0 ? "" : shape.Length < 600 && _dice.Chance(50) ? "Flatten, " : _dice.Pick("GlobalAvgPool2d, ", "GlobalMaxPool2d, ");
        return flat + DrawnLayers.Linear(_dice, features, _dice.Chance(80)).Text;
    }

    private Shape DrawInput()
    {
        int channels = _dice.Pick(1, 2, 3, 3, 5, 16, 17);
        int Side() => _dice.Pick(4, 5, 6, 7, 8, 9, 11, 13);
        return _dice.Between(0, 99) switch
        {
            < 8 => Shape.Of(_dice.Pick(5, 16, 17, 33)),
            < 20 => Shape.Of(channels, _dice.Pick(7, 12, 16, 31)),
            < 30 => Shape.Of(Math.Min(channels, 5), _dice.Between(3, 5), _dice.Between(3, 5), _dice.Between(3, 6)),
            _ => Shape.Of(channels, Side(), Side()),
        };
    }

    private static string InputText(Shape shape) => $"Input({string.Join(", ", shape.Dimensions.Select(size => size.ToString(CultureInfo.InvariantCulture)))})";

    /// <summary>A tensor that stages may read.</summary>
    private sealed class DrawnTensor(string name, Shape shape)
    {
        private string? _declaration;

        public Shape Shape => shape;

        public bool IsRead { get; private set; }

        /// <summary>What stands before an input where it is first read.</summary>
        public string Declaration
        {
            init => _declaration = value;
        }

        /// <summary>The parameter of a stage that reads it.</summary>
        public string Read()
        {
            string parameter = $"{(IsRead ? "" : _declaration)}Tensor {name}";
            IsRead = true;
            return parameter;
        }
    }
}
