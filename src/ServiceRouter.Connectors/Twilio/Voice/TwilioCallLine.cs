using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Connectors.Twilio.Rest;
using ServiceRouter.Connectors.Twilio.TwiML;

namespace ServiceRouter.Connectors.Twilio.Voice;

/// <summary>Rings, turns, holds and ends calls through the REST API. It needs the public address: what is heard is asked for there.</summary>
internal sealed class TwilioCallLine(IServiceScopeFactory scopes, IOptions<TwilioOptions> options, ILogger<TwilioCallLine> log) : ICallLine
{
    private const int NotFound = 404;
    private static readonly TimeSpan CounsellorRings = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan CitizenRings = TimeSpan.FromSeconds(40);

    // An account without a public address does not start.
    public bool Exists => true;

    public string? Number => options.Value.VoiceNumber is { Length: > 0 } number ? number : null;

    public Task<string> RingCounsellorAsync(Guid line, string address, CancellationToken ct) => AskAsync(api => api.StartCallAsync(
        new NewCall(options.Value.VoiceNumber, address, Url(LinePaths.Whisper(line, 0)), Url(LinePaths.CounsellorStatus(line)), CounsellorRings), ct), ct);

    public Task<string> RingSecondAsync(Guid second, string address, CancellationToken ct) => AskAsync(api => api.StartCallAsync(
        new NewCall(options.Value.VoiceNumber, address, Url(LinePaths.SecondWhisper(second, 0)), Url(LinePaths.SecondStatus(second)), CounsellorRings), ct), ct);

    public Task<string> RingCitizenAsync(Guid line, string number, string language, CancellationToken ct) => AskAsync(api => api.StartCallAsync(
        new NewCall(options.Value.VoiceNumber, number, Url(VoicePaths.In(LinePaths.Meet(line), language)), Url(LinePaths.CitizenStatus(line)), CitizenRings), ct), ct);

    public Task<bool> TurnAsync(string callId, LineTurn to, Guid line, string language, CancellationToken ct) => UnlessOverAsync(api => api.MoveCallAsync(callId, Url(VoicePaths.In(to switch
    {
        LineTurn.MeetCounsellor => LinePaths.Meet(line),
        LineTurn.AfterCounsellor => LinePaths.After(line),
        LineTurn.NotCallable => LinePaths.CitizenGone(line, LineEnding.NotCallable),
        LineTurn.NotBrought => LinePaths.CitizenGone(line, LineEnding.Provider),
        _ => LinePaths.CitizenGone(line),
    }, language)), ct), ct);

    public Task EndAsync(string callId, CancellationToken ct) => UnlessOverAsync(api => api.EndCallAsync(callId, ct), ct);

    public Task<CallEnding?> EndingOfAsync(string callId, CancellationToken ct) => AskAsync<CallEnding?>(async api =>
    {
        try
        {
            var status = await api.StatusOfCallAsync(callId, ct);
            var ending = CallWords.EndingOf(status);
            if (ending == CallEnding.Unknown) log.LogWarning("The provider says of a call that it is {Status}, which is no word that is known here; it counts as over", status);
            return ending;
        }
        catch (TwilioApiException e) when (e.Status == NotFound)
        {
            return CallEnding.Completed;
        }
    }, ct);

    public Task<bool> HoldAsync(string conferenceId, string callId, bool hold, string language, CancellationToken ct) =>
        UnlessOverAsync(api => api.HoldAsync(conferenceId, callId, hold, Url(VoicePaths.In(LinePaths.OnHold, language)), ct), ct);

    private string Url(string path) => AskedAgain.At(options.Value.PublicUrl!.OriginalString.TrimEnd('/') + path);

    private Task<bool> UnlessOverAsync(Func<TwilioApi, Task> ask, CancellationToken ct) => AskAsync(async api =>
    {
        try
        {
            await ask(api);
            return true;
        }
        catch (TwilioApiException e) when (e.Code == TwilioApiException.CallOver || e.Status == NotFound)
        {
            return false;
        }
    }, ct);

    private async Task<T> AskAsync<T>(Func<TwilioApi, Task<T>> ask, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            return await ask(scope.ServiceProvider.GetRequiredService<TwilioApi>());
        }
        catch (Exception e) when (e is TwilioApiException or HttpRequestException or Polly.ExecutionRejectedException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            throw CallRefusal.Of(e);
        }
    }
}
