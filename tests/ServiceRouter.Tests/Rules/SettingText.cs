using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ServiceRouter.Host.Composition;

namespace ServiceRouter.Tests.Rules;

/// <summary>All settings as a page for whoever runs the service: key, kind, default and limits from the option types, what each is from its summary.</summary>
internal static partial class SettingText
{
    private const string Beginning = """
        # Settings

        Every setting of the service. What must be set in production, and how, is in [infra](../infra/README.md). This page is made from the code: the test
        `tests/ServiceRouter.Tests/Rules/Settings_are_documented` fails when it says something else, and writes the new one to `artifacts/settings.md`, to be put in its place.

        **Where they are given.** `--Section:Key value` on the command line, `Section__Key` in the environment, or `{ "Section": { "Key": "value" } }` in `appsettings.ENVIRONMENT.json`
        or `appsettings.json` beside the program: the first of these that has it counts. Wrong values, misspelt keys and sections that look like one of these stop the start, with one sentence for each.

        **How they are written.** A *duration* is `hours:minutes:seconds`, with days before and parts of a second after: `00:00:30`, `00:00:00.5`, `30.00:00:00` (`30` alone would be thirty
        days). *Bytes* are a plain number. An *address* is a whole one, such as `https://example.fr`. A *secret* is a text that belongs neither on a command line, where other accounts see it, nor into a
        file that others may read.

        ## Outside of the sections

        | Setting | Kind | Default | Allowed | What it is |
        |---|---|---|---|---|
        | `Roles` | text | all | `Front`, `Router`, `Desk`, `Jobs` | what this process does, several with commas. Each process answers citizens, webhooks and managers. `Front` also keeps telephone lines, sends text messages and matches; `Router` consumes messages, moves what falls due, keeps lines, sends text messages and matches; `Desk` has the desk and its API, and matches; `Jobs` has retention and checks |
        | `urls` (`--urls`, `ASPNETCORE_URLS`) | text | `http://localhost:5000` | | where to listen, several with `;` |
        | `ASPNETCORE_ENVIRONMENT` | text | `Production`; `Demo` with `./run` | | `Production` refuses demo mode and wants `Receipts:Key` |
        | `OTEL_EXPORTER_OTLP_ENDPOINT` | address | none | | where traces go when `Metrics:TracesTo` does not say it |
        | `Logging:LogLevel:CATEGORY` | text | `Information`; libraries `Warning` | `Trace` to `Critical`, `None` | how much is logged, by the beginning of a category's name |

        """;

    /// <summary>Each setting with its section; those of an inner type as <c>Section:Inner:Key</c>.</summary>
    public static IReadOnlyList<Setting> All { get; } = [.. SettingFaults.Sections.SelectMany(section => Of(section.Section, section.Options, Activator.CreateInstance(section.Options)!))];

    public static string Write()
    {
        var text = new StringBuilder(Beginning.ReplaceLineEndings("\n"));
        foreach (var (section, options) in SettingFaults.Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section}\n\n{SectionName().Replace(SettingSummaries.Of(options, section) ?? "", "")}\n\n");
            text.Append("| Setting | Kind | Default | Allowed | What it is |\n|---|---|---|---|---|\n");
            foreach (var one in All.Where(one => one.Key.StartsWith(section + ":", StringComparison.Ordinal)))
                text.Append(CultureInfo.InvariantCulture, $"| `{one.Key}` | {one.Kind} | {one.Default} | {one.Allowed} | {one.Summary} |\n");
        }
        return text.ToString();
    }

    private static IEnumerable<Setting> Of(string section, Type options, object defaults)
    {
        foreach (var property in options.GetProperties().Where(property => property.CanWrite))
        {
            var (type, key, value) = (property.PropertyType, $"{section}:{property.Name}", property.GetValue(defaults));
            if (type.IsClass && type.Assembly == options.Assembly)
            {
                foreach (var inner in Of(key, type, value!)) yield return inner;
                continue;
            }
            var summary = SettingSummaries.Of(options, section, property.Name) ?? "";
            var isSize = type != typeof(string) && Size().IsMatch(summary);
            var bounds = SettingBounds.Of(section, options, property, isSize);
            // What the column says need not be said again beside it.
            var rest = bounds is null ? summary : Regex.Replace(summary, $@"[,;.]? {Regex.Escape(bounds)}(?=[.,:;]| \(|$)", "");
            yield return new Setting(key, Kind(type, key, isSize), Default(value, key, isSize), Allowed(type, bounds), summary, rest);
        }
    }

    private static bool IsSecret(string key) => Secret().IsMatch(key);

    private static string Kind(Type type, string key, bool isSize) =>
        IsSecret(key) ? "secret" : type == typeof(TimeSpan) ? "duration" : isSize ? "bytes" : type == typeof(bool) ? "`true` or `false`"
        : type == typeof(string) || type.IsEnum ? "text" : type == typeof(Uri) ? "address" : "number";

    private static string Default(object? value, string key, bool isSize) => value switch
    {
        _ when IsSecret(key) => "",
        null => "none",
        "" => "empty",
        TimeSpan time => $"`{Fraction().Replace(time.ToString("c", CultureInfo.InvariantCulture), "$1")}` ({SettingBounds.Words(time)})",
        bool yes => yes ? "`true`" : "`false`",
        Uri address => $"`{address.OriginalString}`",
        IConvertible number when isSize => $"`{value}` ({SettingBounds.Words(number.ToInt64(CultureInfo.InvariantCulture))})",
        _ => string.Create(CultureInfo.InvariantCulture, $"`{value}`"),
    };

    private static string Allowed(Type type, string? bounds) => type.IsEnum ? string.Join(", ", Enum.GetNames(type).Select(name => $"`{name}`")) : bounds ?? "";

    [GeneratedRegex(@"[,;] section `\w+`")]
    private static partial Regex SectionName();

    [GeneratedRegex(@"\b[Bb]ytes\b")]
    private static partial Regex Size();

    [GeneratedRegex("(Password|Secret|AuthToken|ConnectionString|Receipts:Key|FormerKeys)$")]
    private static partial Regex Secret();

    [GeneratedRegex(@"(\.\d*?[1-9])0+$")]
    private static partial Regex Fraction();
}

/// <summary>One setting, its columns in Markdown.</summary>
/// <param name="Written">The summary as it stands in the code.</param>
/// <param name="Summary">Without the limits, which have a column.</param>
internal sealed record Setting(string Key, string Kind, string Default, string Allowed, string Written, string Summary);
