using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Connectors.Twilio;
using ServiceRouter.Connectors.Twilio.Requests;

namespace ServiceRouter.Tests.Connectors.Twilio;

public sealed class When_many_requests_are_not_signed
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
    private readonly KeptLog<UnsignedRequests> log = new();

    [Fact]
    public async Task Each_is_refused_and_counted_and_the_log_tells_of_them_once_a_minute()
    {
        var filter = new SignedRequestFilter(Options.Create(new TwilioOptions { AuthToken = "12345" }), new UnsignedRequests(clock, log));
        using var counted = new Counted();

        for (var number = 0; number < 1_000; number++)
        {
            (await SendAsync(filter)).Should().Be(StatusCodes.Status403Forbidden);
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        log.Lines.Should().Equal(
            "A webhook without a right signature was refused at /twilio/sms, and 0 since the last such line",
            "A webhook without a right signature was refused at /twilio/sms, and 599 since the last such line");
        counted.Times.Should().BeGreaterThanOrEqualTo(1_000);
    }

    private static async Task<int?> SendAsync(SignedRequestFilter filter)
    {
        var context = new DefaultHttpContext();
        context.SetEndpoint(new Endpoint(null, EndpointMetadataCollection.Empty, "/twilio/sms"));
        var answer = await filter.InvokeAsync(EndpointFilterInvocationContext.Create(context), _ => throw new InvalidOperationException("It must not come so far"));
        return (answer as IStatusCodeHttpResult)?.StatusCode;
    }

    /// <summary>Other tests of this process may add to it.</summary>
    private sealed class Counted : IDisposable
    {
        private readonly MeterListener listener = new();
        private long times;

        public Counted()
        {
            listener.InstrumentPublished = (instrument, mine) =>
            {
                if (instrument.Name == "sr.twilio.refused") mine.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((_, more, _, _) => Interlocked.Add(ref times, more));
            listener.Start();
        }

        public long Times => Interlocked.Read(ref times);

        public void Dispose() => listener.Dispose();
    }
}
