using System.Net;
using System.Text;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests.Hostile;

/// <summary>A receiver of OTLP traces over HTTP that keeps what it gets, a character for each byte.</summary>
internal sealed class TraceCollector : IDisposable
{
    // Spans leave in batches, each fifth of a second.
    private static readonly TimeSpan LastBatch = TimeSpan.FromSeconds(2);
    private readonly HttpListener listener = new();
    private readonly StringBuilder received = new();

    private TraceCollector()
    {
        Address = $"http://127.0.0.1:{FreePort.Next()}";
        listener.Prefixes.Add(Address + "/");
    }

    public string Address { get; }

    public static TraceCollector Start()
    {
        var collector = new TraceCollector();
        collector.listener.Start();
        _ = collector.ReceiveAsync();
        return collector;
    }

    public async Task<string> TextAsync()
    {
        await Task.Delay(LastBatch);
        lock (received) return received.ToString();
    }

    public void Dispose() => listener.Close();

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var call = await listener.GetContextAsync();
                using var reader = new StreamReader(call.Request.InputStream, Encoding.Latin1);
                var text = await reader.ReadToEndAsync();
                lock (received) received.Append(text);
                call.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
