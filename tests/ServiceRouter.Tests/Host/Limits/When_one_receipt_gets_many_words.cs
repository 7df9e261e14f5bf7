using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Limits;

namespace ServiceRouter.Tests.Host.Limits;

/// <summary>What is written to one request has a pace of its own. Nothing else of the same address waits for it, and none of it is refused.</summary>
public sealed class When_one_receipt_gets_many_words : IDisposable
{
    private const string Receipt = "K7PR-2XW-9AD-FM47";
    private const int AtOnce = 5;

    private readonly LimitRequests limits = new(Options.Create(new LimitsOptions { PagesTogether = 100, TurnsOfConversationPerSecond = 1, TurnsOfConversationAtOnce = AtOnce }));
    private readonly ConcurrentQueue<string> begun = new();

    [Fact]
    public async Task The_others_wait_and_the_button_the_page_and_other_receipts_do_not()
    {
        var words = Enumerable.Range(0, AtOnce + 1).Select(number => ComesAsync($"words {number}", HttpMethods.Post, number % 2 == 0 ? Receipt : Receipt.ToLowerInvariant().Replace('-', ' '))).ToList();
        var others = new[]
        {
            ComesAsync("page", HttpMethods.Get, Receipt),
            ComesAsync("other", HttpMethods.Post, ReceiptCode.New(_ => 7)),
            ComesAsync("human", HttpMethods.Post, null, new CostsAttribute(Cost.Ask)),
            ComesAsync("withdrawal", HttpMethods.Post, Receipt, new CostsAttribute(Cost.Page)),
        };

        begun.Should().Equal([.. Enumerable.Range(0, AtOnce).Select(number => $"words {number}"), "page", "other", "human", "withdrawal"]);
        await Task.WhenAll([.. words, .. others]);
        begun.Should().HaveCount(AtOnce + 1 + others.Length, "who waits is not refused");
    }

    public void Dispose() => limits.Dispose();

    private Task ComesAsync(string name, string method, string? receipt, Attribute? says = null)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse("192.0.2.66") }, Request = { Method = method } };
        if (receipt is not null) context.Request.RouteValues["receipt"] = receipt;
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(says ?? new PacedByReceiptAttribute()), name));
        return limits.InvokeAsync(context, _ =>
        {
            begun.Enqueue(name);
            return Task.CompletedTask;
        });
    }
}
