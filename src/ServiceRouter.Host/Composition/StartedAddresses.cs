namespace ServiceRouter.Host.Composition;

/// <summary>Where a newcomer clicks after the start of a demo.</summary>
internal static class StartedAddresses
{
    public static string Block(IEnumerable<string> urls)
    {
        var root = Reachable(urls.First());
        return $"""

            ServiceRouter is running as a demo. Stop it with Ctrl+C.
              citizen     {root}/
              counsellor  {root}/demo
              manager     {root}/demo
              telephone   {root}/demo/telephone
              register    {root}/registre

            """;
    }

    /// <summary>"All addresses" is nothing that a browser can open, or this process can call.</summary>
    public static string Reachable(string url) => url.TrimEnd('/')
        .Replace("://[::]", "://localhost", StringComparison.Ordinal).Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
        .Replace("://+", "://localhost", StringComparison.Ordinal).Replace("://*", "://localhost", StringComparison.Ordinal);
}
