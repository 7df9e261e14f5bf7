namespace ServiceRouter.Channels;

/// <summary>Channel names as stored and shown in figures.</summary>
public static class ChannelName
{
    public const string Web = "web";
    public const string Phone = "phone";
    public const string Sms = "sms";
}
