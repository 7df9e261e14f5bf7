using System.Globalization;
using System.Text.Json;
using ServiceRouter.Host.Composition;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Looks;
using ServiceRouter.Steering.Anchoring;

namespace ServiceRouter.Host.Commands;

/// <summary><c>./run export-log RECEIPT|ID|FROM..TO</c>: an auditor's export as JSON, with its proof, on the database that the settings name.</summary>
internal static class ExportLogCommand
{
    private const string Usage = "usage: ./run export-log RECEIPT|ID|YYYY-MM-DD..YYYY-MM-DD [--part NUMBER] [--Storage:Directory DIR]";

    /// <returns>0; 1 when there is no such request or too many; 2 when the command is not understood.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter log)
    {
        if (args is not [var scope, .. var rest] || scope.StartsWith('-') || CommandWords.Read(rest, "part") is not { } words)
        {
            await log.WriteLineAsync(Usage);
            return 2;
        }
        await using var app = ServiceRouterApp.BuildCommand(words.Settings);
        return await RunAsync(app.Services, scope, words.Own.GetValueOrDefault("part"), output, log, CancellationToken.None);
    }

    internal static async Task<int> RunAsync(IServiceProvider services, string scope, string? part, TextWriter output, TextWriter log, CancellationToken ct)
    {
        var (export, refusal) = await MakeAsync(services.GetRequiredService<ExportLog>(), scope, part, RecordLooks.Operator, ct);
        if (export is null)
        {
            await log.WriteLineAsync(refusal!.Text);
            return 1;
        }
        await output.WriteLineAsync(JsonSerializer.Serialize(export, Format));
        return 0;
    }

    /// <summary>For a person to read, too.</summary>
    internal static JsonSerializerOptions Format { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static async Task<(LogExport? Export, Refusal? Refusal)> MakeAsync(ExportLog exports, string scope, string? part, string by, CancellationToken ct)
    {
        if (scope.Split("..") is not [var first, var last]) return await exports.OneAsync(scope, by, ct);
        if (!TryDay(first, out var from) || !TryDay(last, out var to)) return (null, new Refusal(400, "period", "Une période s'écrit AAAA-MM-JJ..AAAA-MM-JJ."));
        int? number = int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : null;
        return number is null && !string.IsNullOrWhiteSpace(part) ? (null, new Refusal(400, "period", "Une partie est un nombre, à partir de 1.")) : await exports.PeriodAsync(from, to, number, by, ct);
    }

    private static bool TryDay(string text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
