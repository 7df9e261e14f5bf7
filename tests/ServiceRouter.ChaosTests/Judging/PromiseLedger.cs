using System.Globalization;
using System.Text;

namespace ServiceRouter.ChaosTests.Judging;

/// <summary>The citizens' own account: one line for each receipt shown, on the disk before anything else happens. The service cannot reach it.</summary>
internal sealed class PromiseLedger : IDisposable
{
    private readonly Lock gate = new();
    private readonly FileStream file;

    private PromiseLedger(FileStream file) => this.file = file;

    public static PromiseLedger Create(string path) => new(new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read));

    public void Write(int citizen, string receipt)
    {
        lock (gate)
        {
            file.Write(Encoding.UTF8.GetBytes($"{citizen} {receipt}\n"));
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>Read back from the disk.</summary>
    public IReadOnlyList<(int Citizen, string Receipt)> Read()
    {
        lock (gate)
            return [.. File.ReadLines(file.Name).Select(line => line.Split(' ')).Select(words => (int.Parse(words[0], CultureInfo.InvariantCulture), words[1]))];
    }

    public void Dispose() => file.Dispose();
}
