namespace ServiceRouter.PhoneSimulator.Webhooks;

/// <summary>Which parts of a configured URL are signed.</summary>
public static class SignedUrl
{
    /// <summary>Without credentials and fragment; voice over HTTPS also without its port. Nothing else is touched: a re-encoded URL is another URL.</summary>
    public static string Of(string url, bool isVoice)
    {
        var whole = url.Split('#', 2)[0];
        var start = whole.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
            return whole;
        start += 3;
        var end = whole.IndexOfAny(['/', '?'], start);
        var authority = end < 0 ? whole[start..] : whole[start..end];
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        if (isVoice && whole.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && host.LastIndexOf(':') is > 0 and var colon && !host.EndsWith(']'))
            host = host[..colon];
        return $"{whole[..start]}{host}{(end < 0 ? "" : whole[end..])}";
    }
}
