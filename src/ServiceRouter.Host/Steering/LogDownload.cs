using System.Text.Json;
using ServiceRouter.Host.Commands;
using ServiceRouter.Platform;
using ServiceRouter.Steering.Anchoring;

namespace ServiceRouter.Host.Steering;

/// <summary>An auditor's export as a file, for the API and for the form on the dashboard.</summary>
internal sealed record LogDownload(byte[] Json, string FileName)
{
    public const string ContentType = "application/json";

    /// <summary>Recorded as made by this account (docs/adr/0066). Of one request where a receipt is given, of the requests of some days otherwise.</summary>
    public static async Task<(LogDownload? File, Refusal? Refusal)> MakeAsync(ExportLog exports, string? receipt, string? from, string? to, string? part, string by, CancellationToken ct)
    {
        var isOne = !string.IsNullOrWhiteSpace(receipt);
        var scope = isOne ? receipt! : $"{from}..{to}";
        var (export, refusal) = await ExportLogCommand.MakeAsync(exports, scope, isOne ? null : part, by, ct);
        return export is null
            ? (null, refusal)
            : (new LogDownload(JsonSerializer.SerializeToUtf8Bytes(export, ExportLogCommand.Format), $"journal-{export.Scope.Replace(' ', '-').Replace('/', '-')}.json"), null);
    }
}
