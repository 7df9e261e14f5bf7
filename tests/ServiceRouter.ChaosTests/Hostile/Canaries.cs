using System.Text.RegularExpressions;

namespace ServiceRouter.ChaosTests.Hostile;

/// <summary>Personal data that exists nowhere else, so that each place where it turns up is a leak.</summary>
internal sealed class Canaries(int count)
{
    /// <summary>Kinds that the service keeps somewhere; what came in a header or as nonsense is kept nowhere.</summary>
    public static IReadOnlyList<string> Kept { get; } = ["Zqcitizen", "Zqcounsellor", "Zqnote", "Zqrating"];

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
        var digits = $"06998{number % 100000:00000}";
        lock (all)
        {
            all.Add(digits);
            all.Add($"+33{digits[1..]}");
        }
        return Regex.Replace(digits, "(..)(?=.)", "$1 ");
    }

    public IEnumerable<string> FoundIn(string text)
    {
        // One look for the common beginning: most places have none.
        var mayHave = text.Contains("Zq", StringComparison.OrdinalIgnoreCase) || text.Contains("6998", StringComparison.Ordinal);
        lock (all) return mayHave ? [.. all.Where(canary => text.Contains(canary, StringComparison.OrdinalIgnoreCase))] : [];
    }
}
