using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Host.Limits;

namespace ServiceRouter.Tests.Host.Limits;

public sealed class When_a_proxy_is_not_named
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
    private readonly KeptLog<UnnamedProxy> log = new();

    [Fact]
    public async Task It_is_named_in_the_log_once_a_minute_and_its_requests_go_on()
    {
        var passed = 0;
        var middleware = Middleware(_ =>
        {
            passed++;
            return Task.CompletedTask;
        });

        for (var number = 0; number < 200; number++)
        {
            await middleware.InvokeAsync(From("10.0.0.7"));
            clock.Advance(TimeSpan.FromSeconds(0.5));
        }

        passed.Should().Be(200);
        log.Lines.Should().HaveCount(2);
        log.Levels.Should().OnlyContain(level => level == LogLevel.Error);
        log.Lines[0].Should().StartWith("10.0.0.7 sends requests with X-Forwarded-For and is not among Limits:TrustedProxies, 0 more");
        log.Lines[1].Should().Contain("119 more");
    }

    [Theory]
    [InlineData("10.0.0.8", "192.0.2.1", "it is named")]
    [InlineData("198.51.100.9", "192.0.2.1", "anybody may send the header")]
    [InlineData("2001:db8::9", "192.0.2.1", "anybody may send the header")]
    [InlineData("10.0.0.7", null, "it speaks for itself")]
    public async Task Others_are_passed_over(string address, string? speaksFor, string because)
    {
        var context = From(address, speaksFor);

        await Middleware(_ => Task.CompletedTask).InvokeAsync(context);

        log.Lines.Should().BeEmpty(because);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:192.168.1.4")]
    [InlineData("172.31.0.2")]
    [InlineData("fd00::5")]
    public async Task Each_machine_of_the_network_is_told(string address)
    {
        await Middleware(_ => Task.CompletedTask).InvokeAsync(From(address));

        log.Lines.Should().ContainSingle();
    }

    private UnnamedProxy Middleware(RequestDelegate next) => new(next, new Proxies(new LimitsOptions { TrustedProxies = "10.0.0.8" }), clock, log);

    private static DefaultHttpContext From(string address, string? speaksFor = "192.0.2.1")
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        if (speaksFor is not null) context.Request.Headers["X-Forwarded-For"] = speaksFor;
        return context;
    }
}
