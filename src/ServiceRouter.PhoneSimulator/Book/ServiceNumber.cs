namespace ServiceRouter.PhoneSimulator.Book;

/// <summary>A number of the account, with the URLs that are configured for it.</summary>
/// <param name="Number">E.164.</param>
public sealed record ServiceNumber(string Number)
{
    public string? VoiceUrl { get; init; }

    public string VoiceMethod { get; init; } = "POST";

    /// <summary>Asked when <see cref="VoiceUrl"/>, or what it led to, cannot be used.</summary>
    public string? VoiceFallbackUrl { get; init; }

    public string VoiceFallbackMethod { get; init; } = "POST";

    /// <summary>Told when a call to this number is over.</summary>
    public string? StatusCallback { get; init; }

    public string? SmsUrl { get; init; }

    public string SmsMethod { get; init; } = "POST";

    public string? SmsFallbackUrl { get; init; }
}
