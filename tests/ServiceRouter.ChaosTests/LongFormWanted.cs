using System.Globalization;

namespace ServiceRouter.ChaosTests;

/// <summary>What <c>./run chaos --long</c> is asked for. Options and cases come in any order; what is not known is said, since a word passed over would be a run of hours that nobody wanted.</summary>
/// <param name="Folder">Where the published program is; without it nodes run what was built.</param>
/// <param name="Share">Of the load of a case, above 0 and at most 10.</param>
/// <param name="Cases">Numbers of cases, as named; none is all.</param>
internal sealed record LongFormWanted(string? Folder, double Share, IReadOnlyList<string> Cases)
{
    private const double MostShare = 10;

    /// <exception cref="FormatException">An option is not known or lacks its value, a share is none, or no case has that number; its message says which.</exception>
    public static LongFormWanted Read(IReadOnlyList<string> arguments, IReadOnlyCollection<string> known)
    {
        var wanted = new LongFormWanted(null, 1, []);
        for (var i = 0; i < arguments.Count; i++)
        {
            wanted = arguments[i] switch
            {
                "--program" => wanted with { Folder = ValueOf(i++) },
                "--load" => wanted with { Share = ShareOf(ValueOf(i++)) },
                var number when known.Contains(number) => wanted with { Cases = [.. wanted.Cases, number] },
                var other => throw new FormatException($"{other} is neither a case nor an option"),
            };
        }
        return wanted;

        string ValueOf(int option) => option + 1 < arguments.Count ? arguments[option + 1] : throw new FormatException($"{arguments[option]} has no value");
    }

    private static double ShareOf(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= MostShare ? share : throw new FormatException($"--load {text} is not a number above 0 and at most {MostShare}");
}
