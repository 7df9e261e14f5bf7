using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ServiceRouter.Host.Limits;

namespace ServiceRouter.Tests.Host.Limits;

/// <summary>A rate is a guess about a machine; how many are worked on at once is not.</summary>
public sealed class When_one_address_does_much_at_once : IDisposable
{
    private const string Flooder = "192.0.2.66";
    private const string Neighbour = "192.0.2.1";

    private readonly LimitRequests limits = new(Options.Create(new LimitsOptions { AsksTogether = 2, TurnsTogether = 2, PagesTogether = 2, FiguresTogether = 2 }));
    private readonly ConcurrentQueue<string> begun = new();
    private readonly ConcurrentQueue<TaskCompletionSource> atWork = new();

    [Theory]
    [InlineData(Cost.Ask)]
    [InlineData(Cost.Turn)]
    [InlineData(Cost.Page)]
    [InlineData(Cost.Figures)]
    public async Task A_few_of_it_are_done_at_once_the_others_wait_and_nobody_elses_do(object cost)
    {
        var all = new[] { Flooder, Flooder, Flooder, Flooder, Neighbour }.Select((address, number) => ComesAsync((Cost)cost, address, $"{address} {number}")).ToList();
        begun.Should().Equal($"{Flooder} 0", $"{Flooder} 1", $"{Neighbour} 4");

        await FinishAsync(all);

        begun.Should().HaveCount(5, "who waits is not refused");
    }

    [Fact]
    public async Task The_page_with_the_button_does_not_wait_behind_the_button()
    {
        var asks = Enumerable.Range(0, 5).Select(number => ComesAsync(Cost.Ask, Flooder, $"{number}")).ToList();

        var page = ComesAsync(Cost.Ask, Flooder, "page", HttpMethods.Get);

        begun.Should().Equal("0", "1", "page");
        await FinishAsync([.. asks, page]);
    }

    public void Dispose() => limits.Dispose();

    /// <summary>One after the other, as they began.</summary>
    private async Task FinishAsync(List<Task> all)
    {
        for (var finished = 0; finished < all.Count;)
        {
            if (atWork.TryDequeue(out var work)) finished += work.TrySetResult() ? 1 : 0;
            else await Task.Yield();
        }
        await Task.WhenAll(all);
    }

    private Task ComesAsync(Cost cost, string address, string name, string method = "POST")
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) }, Request = { Method = method } };
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new CostsAttribute(cost)), name));
        return limits.InvokeAsync(context, _ =>
        {
            begun.Enqueue(name);
            var work = new TaskCompletionSource();
            atWork.Enqueue(work);
            return work.Task;
        });
    }
}
