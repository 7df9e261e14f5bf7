using System.Globalization;

namespace ServiceRouter.Benchmarks;

/// <summary>Options as <c>--name value</c>; a name without a value is a switch.</summary>
internal sealed class BenchArguments
{
    private readonly Dictionary<string, string> values = [];

    public static BenchArguments Parse(IEnumerable<string> words)
    {
        var arguments = new BenchArguments();
        string? name = null;
        foreach (var word in words)
        {
            if (word.StartsWith("--", StringComparison.Ordinal)) arguments.values[name = word[2..]] = "";
            else if (name is not null) arguments.values[name] = word;
            else throw new ArgumentException($"\"{word}\" stands before any --option");
        }
        return arguments;
    }

    public bool Has(string name) => values.ContainsKey(name);

    public int Number(string name, int otherwise) => values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public string Text(string name) => values.TryGetValue(name, out var text) ? text : throw new ArgumentException($"--{name} is missing");
}
