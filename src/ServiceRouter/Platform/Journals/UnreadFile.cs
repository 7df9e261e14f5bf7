namespace ServiceRouter.Platform.Journals;

/// <summary>A file of a journal that was found and is not read yet.</summary>
internal sealed class UnreadFile(string path)
{
    // At one look a second, about a minute: a disk that fails takes its time for each try, and what is written waits meanwhile.
    private const int MostDoublings = 6;

    private int failures;
    private int rest;

    public string Path => path;

    /// <summary>Whether it is to be tried at this look.</summary>
    public bool IsDue() => rest-- <= 0;

    /// <summary>It is tried at the next look, then at the second after that, the fourth, and so on.</summary>
    public void Failed() => rest = (1 << Math.Min(failures++, MostDoublings)) - 1;
}
