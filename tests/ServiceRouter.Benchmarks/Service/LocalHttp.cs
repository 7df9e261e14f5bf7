namespace ServiceRouter.Benchmarks.Service;

/// <summary>Clients to a server on this machine: no redirects or cookies behind our back, connections kept.</summary>
internal static class LocalHttp
{
    public static HttpClient To(int port) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = int.MaxValue,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
    })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
