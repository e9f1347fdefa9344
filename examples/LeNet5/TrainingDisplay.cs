using Spectre.Console;

namespace NetGen.Examples;

/// <summary>Tells how training goes: a line for each epoch, and on a terminal a bar that moves while an epoch runs.</summary>
internal sealed class TrainingDisplay
{
    private readonly Action<string> _writeLine;
    private readonly ProgressTask? _bar;

    private TrainingDisplay(Action<string> writeLine, ProgressTask? bar)
    {
        _writeLine = writeLine;
        _bar = bar;
    }

    /// <summary>Runs a training with a display; one without a bar when the output goes to a file or a pipe.</summary>
    public static void Run(TextWriter output, Action<TrainingDisplay> train)
    {
        if (Console.IsOutputRedirected || !ReferenceEquals(output, Console.Out))
        {
            train(new TrainingDisplay(output.WriteLine, bar: null));
            return;
        }

        AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => train(new TrainingDisplay(AnsiConsole.WriteLine, context.AddTask("training"))));
    }

    /// <summary>Moves the bar after a batch.</summary>
    public void Batch(BatchProgress progress)
    {
        if (_bar is null) return;
        _bar.MaxValue = progress.Epochs * progress.Batches;
        _bar.Value = ((progress.Epoch - 1) * progress.Batches) + progress.Batch;
        _bar.Description = FormattableString.Invariant(
            $"epoch {progress.Epoch} of {progress.Epochs}, loss {progress.Running.Loss:F4}");
    }

    /// <summary>Writes an epoch's results.</summary>
    public void Epoch(EpochResult epoch)
    {
        Evaluation test = epoch.Validation!.Value;
        _writeLine(FormattableString.Invariant(
            $"epoch {epoch.Epoch,2}  loss {epoch.Training.Loss:F4}, accuracy {100 * epoch.Training.Accuracy:F2} %  test loss {test.Loss:F4}, accuracy {100 * test.Accuracy:F2} %  {epoch.Duration.TotalSeconds:F1} s"));
    }
}
