using ServiceRouter.Benchmarks.Measuring;

namespace ServiceRouter.Benchmarks.Ledger;

/// <summary>Times of one command, and of its floor beside it.</summary>
internal sealed class Timed(string what)
{
    private readonly Samples milliseconds = new();

    public string What { get; set; } = what;

    public Samples Floor { get; } = new();

    /// <param name="stage">Whose database.</param>
    /// <param name="expected">What it must say.</param>
    /// <param name="words">The command.</param>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It says something else.</exception>
    public async Task<string> CommandAsync(LedgerStage stage, string expected, params string[] words)
    {
        var (output, took) = await stage.CommandAsync(words);
        if (!output.Contains(expected, StringComparison.Ordinal)) throw new InvalidOperationException($"{words[0]} was to say \"{expected}\", and said:\n{output}");
        milliseconds.Add(took);
        return output;
    }

    /// <param name="table">Gets a row.</param>
    /// <param name="start">What starting a command takes, to be taken off before it is compared; null for one that takes little more than that.</param>
    public void AddTo(Table table, Timed? start = null)
    {
        var cells = new List<string> { What, Table.Figure(milliseconds.Count), Seconds(milliseconds.Percentile(50)), Seconds(milliseconds.Max) };
        if (Floor.Count > 0) cells.Add(Seconds(Floor.Percentile(50)));
        if (start is not null) cells.Add(Table.Figure((milliseconds.Percentile(50) - start.milliseconds.Percentile(50)) / Floor.Percentile(50)));
        table.Add([.. cells]);
    }

    private static string Seconds(double milliseconds) => Table.Figure(milliseconds / 1000);
}
