using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ServiceRouter.Tests.Rules;

/// <summary>What an option type and its properties are, from the summaries above them in the source.</summary>
internal static partial class SettingSummaries
{
    // What stands above a declaration: its comment, then its attributes.
    private const string Above = @"(?<summary>(?:^[ \t]*///[^\n]*\n)+)(?:^[ \t]*\[[^\n]*\n)*^[ \t]*";

    private static readonly IReadOnlyList<SourceFile> Files = SourceFile.Below("src");

    /// <returns>In Markdown, on one line; null when there is none.</returns>
    public static string? Of(Type options, string section) => In(Source(options), $@"{Above}(?:public|internal) sealed class {options.Name}\b", options, section);

    /// <inheritdoc cref="Of(Type, string)"/>
    public static string? Of(Type options, string section, string property)
    {
        var source = Source(options);
        // From the type on: another type of the file may have a property of that name.
        return In(source[source.IndexOf($"class {options.Name}", StringComparison.Ordinal)..], $@"{Above}public [\w?.<>\[\]]+ {property} \{{ get;", options, section);
    }

    private static string Source(Type options) => Files.Single(file => Regex.IsMatch(file.Text, $@"\bsealed class {options.Name}\b")).Text;

    private static string? In(string source, string declaration, Type options, string section)
    {
        var found = Regex.Match(source, declaration, RegexOptions.Multiline);
        if (!found.Success) return null;
        var xml = XElement.Parse($"<doc>{Slashes().Replace(found.Groups["summary"].Value, "")}</doc>");
        var text = string.Concat(xml.Element("summary")?.Nodes().Select(node => Markdown(node, options, section)) ?? []);
        return Linked(Blanks().Replace(text, " ").Trim().Replace("|", @"\|", StringComparison.Ordinal));
    }

    private static string Markdown(XNode node, Type options, string section) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see when options.GetProperty(see.Attribute("cref")!.Value) is { } other => $"`{section}:{other.Name}`",
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
        XElement element => $"`{element.Value}`",
        _ => "",
    };

    // A document that the code names becomes a link: this page lies in docs as well.
    private static string Linked(string text) => Document().Replace(text, match =>
    {
        var path = match.Groups["path"].Value;
        if (path.EndsWith(".md", StringComparison.Ordinal)) return $"[{path}]({path})";
        var file = Directory.GetFiles(Repository.Folder("docs", "adr"), $"{path["adr/".Length..]}-*.md").Single();
        return $"[{path}](adr/{Path.GetFileName(file)})";
    });

    [GeneratedRegex(@"^[ \t]*///", RegexOptions.Multiline)]
    private static partial Regex Slashes();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\bdocs/(?<path>adr/\d{4}|\w+\.md)")]
    private static partial Regex Document();
}
