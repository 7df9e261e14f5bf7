using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Host.Limits;

namespace ServiceRouter.Tests.Host.Limits;

public sealed class When_a_proxy_does_not_tell_the_scheme
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
    private readonly KeptLog<UntoldScheme> log = new();

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
        log.Lines[0].Should().StartWith("The proxy 10.0.0.7 sends requests without X-Forwarded-Proto, 0 more");
        log.Lines[1].Should().Contain("119 more");
    }

    [Theory]
    [InlineData("10.0.0.7", "/", "https", "it tells")]
    [InlineData("10.0.0.8", "/", null, "nobody believes it anyway")]
    [InlineData("10.0.0.7", "/health/ready", null, "a balancer asks for itself")]
    public async Task Others_are_passed_over(string address, string path, string? scheme, string because)
    {
        var context = From(address, path);
        if (scheme is not null) context.Request.Headers["X-Forwarded-Proto"] = scheme;

        await Middleware(_ => Task.CompletedTask).InvokeAsync(context);

        log.Lines.Should().BeEmpty(because);
    }

    private UntoldScheme Middleware(RequestDelegate next) => new(next, new Proxies(new LimitsOptions { TrustedProxies = "10.0.0.7" }), clock, log);

    private static DefaultHttpContext From(string address, string path = "/")
    {
        var context = new DefaultHttpContext();
        (context.Connection.RemoteIpAddress, context.Request.Scheme, context.Request.Path) = (IPAddress.Parse(address), "http", path);
        return context;
    }
}
