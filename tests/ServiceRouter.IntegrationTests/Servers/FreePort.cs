using System.Net;
using System.Net.Sockets;

namespace ServiceRouter.IntegrationTests.Servers;

internal static class FreePort
{
    /// <summary>A loopback port nobody listens on.</summary>
    /// <remarks>
    /// Taken below the range from which the kernel gives ports to outgoing connections (32768 on Linux): a server that
    /// is stopped and started again must find its port free, and a client that keeps trying to reconnect to a port of
    /// that range sooner or later connects to itself.
    /// </remarks>
    public static int Next()
    {
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var port = Random.Shared.Next(20_000, 32_000);
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
