using System.Globalization;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Connectors.Twilio.Voice;

namespace ServiceRouter.Connectors.Twilio.Relay;

/// <summary>Where a talk over a WebSocket stands, as its addresses carry it: they are signed, so that a handshake that was seen opens no other call.</summary>
/// <param name="CallId">The provider's id of the call.</param>
/// <param name="Turn">Number of the turn that is answered next.</param>
/// <param name="Silences">Silences in a row so far.</param>
/// <param name="Keys">How many keys make an answer; null: as many as come.</param>
/// <param name="Language">Language of the line.</param>
internal sealed record RelayStand(string CallId, int Turn, int Silences, int? Keys, string Language);

/// <summary>Addresses of a talk over a WebSocket.</summary>
internal static class RelayPaths
{
    public const string Talk = "/relay";
    public const string Over = "/relay/over";

    public static string Socket(Uri publicUrl, RelayStand stand)
    {
        var origin = publicUrl.OriginalString.TrimEnd('/');
        return $"ws{origin[4..]}{With($"{VoicePaths.Root}{Talk}", stand)}";
    }

    public static string Action(RelayStand stand) => With($"{VoicePaths.Root}{Over}", stand);

    private static string With(string path, RelayStand stand) => VoicePaths.In(
        string.Create(CultureInfo.InvariantCulture, $"{path}?call={stand.CallId}&turn={stand.Turn}&silences={stand.Silences}{(stand.Keys is { } keys ? $"&keys={keys}" : "")}"), stand.Language);
}
