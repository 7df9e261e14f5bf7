using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Host.Limits;

namespace ServiceRouter.Tests.Host.Limits;

public sealed class When_a_proxy_is_set_up_wrongly
{
    private const string Named = "10.0.0.7";
    private const string Unnamed = "10.0.0.8";
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
    private readonly KeptLog<UntoldScheme> schemes = new();
    private readonly KeptLog<UnnamedProxy> proxies = new();

    [Fact]
    public Task One_that_does_not_tell_the_scheme_is_named_in_the_log_once_a_minute_and_its_requests_go_on() =>
        IsToldOnceAMinuteAsync(next => Schemes(next).InvokeAsync, () => From(Named), schemes, $"The proxy {Named} sends requests without X-Forwarded-Proto, ");

    [Fact]
    public Task One_that_nobody_named_is_named_in_the_log_once_a_minute_and_its_requests_go_on() =>
        IsToldOnceAMinuteAsync(next => Names(next).InvokeAsync, () => From(Unnamed, speaksFor: "192.0.2.1"), proxies, $"{Unnamed} sends requests with X-Forwarded-For and is not among Limits:TrustedProxies, ");

    [Theory]
    [InlineData(Named, "/", "https", "it tells")]
    [InlineData(Unnamed, "/", null, "nobody believes it anyway")]
    [InlineData(Named, "/health/ready", null, "a balancer asks for itself")]
    public async Task Who_tells_the_scheme_or_need_not_is_passed_over(string address, string path, string? scheme, string because)
    {
        await Schemes(Nothing).InvokeAsync(From(address, path, scheme));

        schemes.Lines.Should().BeEmpty(because);
    }

    [Theory]
    [InlineData(Named, "192.0.2.1", "it is named")]
    [InlineData("198.51.100.9", "192.0.2.1", "anybody may send the header")]
    [InlineData("2001:db8::9", "192.0.2.1", "anybody may send the header")]
    [InlineData(Unnamed, null, "it speaks for itself")]
    public async Task Who_is_named_or_no_proxy_is_passed_over(string address, string? speaksFor, string because)
    {
        await Names(Nothing).InvokeAsync(From(address, speaksFor: speaksFor));

        proxies.Lines.Should().BeEmpty(because);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:192.168.1.4")]
    [InlineData("172.31.0.2")]
    [InlineData("fd00::5")]
    public async Task Each_machine_of_the_network_may_be_a_proxy(string address)
    {
        await Names(Nothing).InvokeAsync(From(address, speaksFor: "192.0.2.1"));

        proxies.Lines.Should().ContainSingle();
    }

    private async Task IsToldOnceAMinuteAsync<T>(Func<RequestDelegate, RequestDelegate> middleware, Func<HttpContext> request, KeptLog<T> log, string begins)
    {
        var passed = 0;
        var send = middleware(_ =>
        {
            passed++;
            return Task.CompletedTask;
        });

        for (var number = 0; number < 200; number++)
        {
            await send(request());
            clock.Advance(TimeSpan.FromSeconds(0.5));
        }

        passed.Should().Be(200);
        log.Levels.Should().Equal(LogLevel.Error, LogLevel.Error);
        log.Lines[0].Should().StartWith(begins + "0 more");
        log.Lines[1].Should().StartWith(begins + "119 more");
    }

    private static Task Nothing(HttpContext context) => Task.CompletedTask;

    private UntoldScheme Schemes(RequestDelegate next) => new(next, Trusted, clock, schemes);

    private UnnamedProxy Names(RequestDelegate next) => new(next, Trusted, clock, proxies);

    private static Proxies Trusted => new Proxies(new LimitsOptions { TrustedProxies = Named });

    private static DefaultHttpContext From(string address, string path = "/", string? scheme = null, string? speaksFor = null)
    {
        var context = new DefaultHttpContext();
        (context.Connection.RemoteIpAddress, context.Request.Scheme, context.Request.Path) = (IPAddress.Parse(address), "http", path);
        if (scheme is not null) context.Request.Headers["X-Forwarded-Proto"] = scheme;
        if (speaksFor is not null) context.Request.Headers["X-Forwarded-For"] = speaksFor;
        return context;
    }
}
