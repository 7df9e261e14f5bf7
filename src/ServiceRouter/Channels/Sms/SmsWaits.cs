using ServiceRouter.Platform;

namespace ServiceRouter.Channels.Sms;

/// <summary>Something was said in a conversation by text message, here.</summary>
internal sealed class SmsWaits : WakeUp;
