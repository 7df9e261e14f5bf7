namespace ServiceRouter.PhoneSimulator;

/// <summary>Something that the service did wrong, as the provider's debugger would show it.</summary>
/// <param name="CallSid">The call or message it belongs to.</param>
/// <param name="Code">Twilio's: 11200 no usable answer, 12100 no TwiML, 12200 unknown element or attribute, …</param>
/// <param name="Url">Where, as far as it is known.</param>
public sealed record ServiceFault(DateTimeOffset At, string CallSid, int Code, string Message, string Url);
