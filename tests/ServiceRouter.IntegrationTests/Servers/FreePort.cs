using System.Net;
using System.Net.Sockets;

namespace ServiceRouter.IntegrationTests.Servers;

internal static class FreePort
{
    private const int First = 20_000;
    private const int Count = 12_000;
    private static int last = Random.Shared.Next(Count);

    /// <summary>A loopback port nobody listens on, and that nobody else in this process was given: seconds may pass before its server listens.</summary>
    /// <remarks>
    /// Taken below the range from which the kernel gives ports to outgoing connections (32768 on Linux): a server that
    /// is stopped and started again must find its port free, and a client that keeps trying to reconnect to a port of
    /// that range sooner or later connects to itself.
    /// </remarks>
    public static int Next()
    {
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref last) % Count);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: try another.
            }
        }

        throw new InvalidOperationException("No free loopback port between 20000 and 32000.");
    }
}
