using System.Text.RegularExpressions;

namespace ServiceRouter.ChaosTests.Hostile;

/// <summary>Personal data that exists nowhere else, so that each place where it turns up is a leak.</summary>
internal sealed class Canaries(int count)
{
    /// <summary>Kinds that the service keeps somewhere; what came in a header or as nonsense is kept nowhere.</summary>
    public static IReadOnlyList<string> Kept { get; } = ["Zqcitizen", "Zqcounsellor", "Zqnote", "Zqrating", "Zqcaller", "Zqunsure", "Zqsms", FailedWords];

    /// <summary>Beginning of what is said in a message that fails for good.</summary>
    public const string FailedWords = "Zqletter";

    private readonly HashSet<string> all = [];

    public IReadOnlyCollection<string> All => all;

    /// <summary>How often each input is used, with other data each time.</summary>
    public int Count => count;

    /// <summary>Words with a name in them.</summary>
    public string Words(string kind, int number)
    {
        var name = $"Zq{kind}{number}Xv";
        lock (all) all.Add(name);
        return name;
    }

    /// <summary>A mobile number of nobody, as it is typed.</summary>
    public string Phone(int number)
    {
        var written = WaysToWrite(number);
        lock (all) all.UnionWith(written);
        return Regex.Replace(written[0], "(..)(?=.)", "$1 ");
    }

    /// <summary>The same as a provider of calls writes it.</summary>
    public string Caller(int number)
    {
        Phone(number);
        return WaysToWrite(number)[1];
    }

    /// <summary>A number as it is kept when it was typed, and as a provider writes it.</summary>
    public static string[] WaysToWrite(int number) => [$"06998{number % 100000:00000}", $"+336998{number % 100000:00000}"];

    public IEnumerable<string> FoundIn(string text)
    {
        // One look for the common beginning: most places have none.
        var mayHave = text.Contains("Zq", StringComparison.OrdinalIgnoreCase) || text.Contains("6998", StringComparison.Ordinal);
        lock (all) return mayHave ? [.. all.Where(canary => text.Contains(canary, StringComparison.OrdinalIgnoreCase))] : [];
    }
}
