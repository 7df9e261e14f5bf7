namespace ServiceRouter.PhoneSimulator.Control;

// What a phone in the browser sends and gets, as JSON in camelCase.

internal sealed record NewCall(string From, string To);

internal sealed record NewText(string From, string To, string Body);

internal sealed record Pressed(string Keys);

internal sealed record Spoken(string Words, double? Confidence);

internal sealed record KnownNumber(string Number, bool Voice, bool Sms);

internal sealed record KnownCall(string Sid, string From, string To, string Status)
{
    public static KnownCall Of(SimulatedCall call) => new(call.Sid, call.From, call.To, call.Status);
}

internal sealed record KnownLine(DateTimeOffset At, string What, string Text, string? Language);

internal sealed record KnownText(string Sid, string From, string To, string Body, DateTimeOffset At);
