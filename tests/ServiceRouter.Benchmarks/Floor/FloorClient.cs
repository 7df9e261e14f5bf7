using System.Collections.Concurrent;
using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.Benchmarks.Service;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.Benchmarks.Floor;

/// <summary>Starts the bare program and sends it requests; its event stream ends here.</summary>
internal sealed class FloorClient : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, Waiting> waiting = new();
    private readonly CancellationTokenSource stop = new();
    private readonly ChildProgram program;
    private Task reading = Task.CompletedTask;
    private long last;

    private FloorClient(ChildProgram program) => this.program = program;

    public static async Task<FloorClient> StartAsync(TestServers servers)
    {
        var broker = servers.Broker.Address;
        var database = await servers.NewDatabaseAsync();
        var program = await ChildProgram.StartAsync("floor", typeof(FloorClient).Assembly.Location, "/", place =>
        [
            "floor-server", "--port", $"{place.Port}", "--database", database,
            "--broker", $"amqp://{broker.User}:{broker.Password}@{broker.Host}:{broker.Port}/{Uri.EscapeDataString(broker.VirtualHost)}",
        ]);
        var client = new FloorClient(program);
        var open = new TaskCompletionSource();
        client.reading = EventStream.FollowAsync(program.Http, "/events", null, () => open.TrySetResult(), client.Take, client.stop.Token);
        await Task.WhenAny(open.Task, client.reading);
        return client;
    }

    /// <summary>One message all the way; ends when it has arrived and its confirm too.</summary>
    public async Task<FloorSample> SendAsync()
    {
        var id = Interlocked.Increment(ref last);
        var mine = waiting[id] = new Waiting();
        var sent = Ticks.Now;
        using var answer = await program.Http.PostAsync($"/ask/{id}", null);
        answer.EnsureSuccessStatusCode();
        var pushed = await mine.Pushed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var confirmed = await mine.Confirmed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        waiting.TryRemove(id, out _);
        return new FloorSample(sent, FloorStamps.Read(pushed.Data), FloorStamps.Read(confirmed.Data), pushed.At);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await reading.ContinueWith(_ => { }, TaskScheduler.Default);
        await program.DisposeAsync();
        stop.Dispose();
    }

    private void Take(StreamEvent one)
    {
        if (!waiting.TryGetValue(long.Parse(one.Id, System.Globalization.CultureInfo.InvariantCulture), out var mine)) return;
        (one.Name == "pushed" ? mine.Pushed : mine.Confirmed).TrySetResult(one);
    }

    private sealed class Waiting
    {
        public TaskCompletionSource<StreamEvent> Pushed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource<StreamEvent> Confirmed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
