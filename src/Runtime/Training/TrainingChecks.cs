namespace NetGen;

/// <summary>Whether a network, a loss and a data set go together.</summary>
internal static class TrainingChecks
{
    /// <summary>The loss as one of labels.</summary>
    public static LabelLoss Labels(NetworkInfo info, Loss loss, IDataset dataset, string name)
    {
        ArgumentNullException.ThrowIfNull(dataset, name);
        CheckInputs(info, dataset.Count, dataset.InputLength, name);
        if (dataset.Classes > info.OutputShape.Length)
        {
            throw new ArgumentException($"{info.Name} tells {info.OutputShape.Length} classes apart; the data set has {dataset.Classes}.", name);
        }

        if (info.Outputs.Count(output => !output.IsAuxiliary) > 1)
        {
            throw new InvalidOperationException(
                $"{info.Name} has several results, and labels speak of one: train it with Forward and Backward, or towards targets.");
        }

        if (info.Outputs.FirstOrDefault(output => output.Shape.Length < dataset.Classes) is { } narrow)
        {
            throw new ArgumentException(
                $"{info.Name} tells {narrow.Shape.Length} classes apart in {narrow.Name}; the data set has {dataset.Classes}.", name);
        }

        CheckLastLayer(info, loss);
        return loss as LabelLoss ?? throw new InvalidOperationException(
            $"{loss.GetType().Name} compares results with targets, and the data set has labels: set Loss to a LabelLoss such as CrossEntropyLoss.");
    }

    /// <summary>The loss as one of targets.</summary>
    public static TargetLoss Targets(NetworkInfo info, Loss loss, ITargetDataset dataset, string name)
    {
        ArgumentNullException.ThrowIfNull(dataset, name);
        CheckInputs(info, dataset.Count, dataset.InputLength, name);
        if (dataset.TargetLength != info.OutputShape.Length)
        {
            throw new ArgumentException(
                $"{info.Name} gives {info.OutputShape}, {info.OutputShape.Length} values for each image; the targets of the data set have {dataset.TargetLength}.", name);
        }

        if (info.Outputs.FirstOrDefault(output => output.IsAuxiliary && output.Shape.Length != dataset.TargetLength) is { } other)
        {
            throw new ArgumentException(
                $"{info.Name} gives {other.Shape.Length} values in {other.Name}; the targets of the data set have {dataset.TargetLength}.", name);
        }

        CheckLastLayer(info, loss);
        return loss as TargetLoss ?? throw new InvalidOperationException(
            $"{loss.GetType().Name} compares results with labels, and the data set has targets: set Loss to a TargetLoss such as MseLoss.");
    }

    private static void CheckInputs(NetworkInfo info, int count, int length, string name)
    {
        if (count < 1)
        {
            throw new ArgumentException("The data set has no images.", name);
        }

        if (length != info.InputShape.Length)
        {
            throw new ArgumentException(
                $"{info.Name} reads images of {info.InputShape}, {info.InputShape.Length} values each; those of the data set have {length}.", name);
        }
    }

    /// <summary>A network whose last layer the loss applies itself would learn, but slowly, and seem to work.</summary>
    private static void CheckLastLayer(NetworkInfo info, Loss loss)
    {
        string? kind = info.Layers.Count == 0 ? null : info.Layers[^1].Kind;
        string? function = (loss, kind) switch
        {
            (CrossEntropyLoss, "Softmax") => "softmax",
            (BinaryCrossEntropyWithLogitsLoss, "Sigmoid") => "sigmoid",
            _ => null,
        };
        if (function is not null)
        {
            throw new InvalidOperationException(
                $"{info.Name} ends in {kind}, and {loss.GetType().Name} applies a {function} of its own: train it without that layer.");
        }
    }
}
