namespace NetGen;

/// <summary>What each epoch of a training run brought.</summary>
/// <param name="Epochs">The epochs in order.</param>
public sealed record TrainingHistory(IReadOnlyList<EpochResult> Epochs)
{
    /// <summary>The last epoch; null when there was none.</summary>
    public EpochResult? Last => Epochs.Count == 0 ? null : Epochs[^1];
}

/// <summary>One pass over the training images.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Training">The mean loss and accuracy of the batches while the network was learning them.</param>
/// <param name="Validation">What <see cref="Trainer{TNetwork}.Evaluate(IDataset)"/> gave after it; null without validation images.</param>
/// <param name="LearningRate">The learning rate of its last step.</param>
/// <param name="Duration">How long it took, validation included.</param>
public sealed record EpochResult(int Epoch, Evaluation Training, Evaluation? Validation, float LearningRate, TimeSpan Duration);

/// <summary>How well a network does on a data set.</summary>
/// <param name="Loss">The mean loss, as the loss defines it.</param>
/// <param name="Accuracy">The part of the images that are classified right, 0 to 1; NaN where there are no classes.</param>
/// <param name="Count">The number of images.</param>
public readonly record struct Evaluation(double Loss, double Accuracy, int Count);

/// <summary>Where training is after a batch.</summary>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Epochs">All epochs.</param>
/// <param name="Batch">The batch of the epoch that is done, from 1.</param>
/// <param name="Batches">The batches of an epoch.</param>
/// <param name="Loss">The batch's mean loss.</param>
/// <param name="Running">The mean loss and accuracy of the epoch so far.</param>
/// <param name="LearningRate">The learning rate of the step.</param>
public readonly record struct BatchProgress(
    int Epoch, int Epochs, int Batch, int Batches, double Loss, Evaluation Running, float LearningRate);
