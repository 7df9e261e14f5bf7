using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Platform;

namespace ServiceRouter.Tests.Platform;

public sealed class When_a_count_does_not_come_about
{
    private const string Name = "sr.test.counted";

    private readonly FakeTimeProvider clock = new();
    private readonly KeptLog<CountedGauge> log = new();
    private readonly NodeName node = NodeName.New();
    private int counts;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_metric_is_absent_and_not_0_and_one_line_says_so()
    {
        using var gauge = Of(_ => throw new TimeoutException());

        await CountedAsync(gauge, times: 4);

        Read().Should().BeEmpty("0 would say that all is well");
        log.Levels.Zip(log.Lines).Where(line => line.First == LogLevel.Warning).Select(line => line.Second).Should().ContainSingle().Which.Should().Contain(Name).And.Contain(nameof(TimeoutException));
    }

    [Fact]
    public async Task The_last_number_is_told_for_a_while_and_no_longer()
    {
        using var gauge = Of(number => number == 1 ? 7 : throw new TimeoutException());

        await CountedAsync(gauge, times: 3);
        clock.Advance(TimeSpan.FromMinutes(4));
        Read().Should().Equal(7);
        clock.Advance(TimeSpan.FromMinutes(2));

        Read().Should().BeEmpty();
    }

    [Fact]
    public async Task Who_reads_seldom_is_told_the_last_number_however_old_it_is()
    {
        using var gauge = Of(number => number);

        await CountedAsync(gauge, times: 2);
        clock.Advance(TimeSpan.FromHours(1));

        Read().Should().Equal(counts);
    }

    private CountedGauge Of(Func<int, long> count) => new(
        Name, unit: null, "", _ => Task.FromResult(count(Interlocked.Increment(ref counts))), TimeSpan.FromMinutes(5), node, clock, log);

    /// <summary>Each reading begins a count, when the one before has ended. Once it is stopped no further one begins.</summary>
    private async Task CountedAsync(CountedGauge gauge, int times)
    {
        await gauge.StartAsync(Token);
        while (Volatile.Read(ref counts) < times)
        {
            Read();
            await Task.Yield();
        }
        await gauge.StopAsync(Token);
    }

    private List<long> Read()
    {
        var numbers = new List<long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == Name && instrument.Meter.Tags?.Any(tag => Equals(tag.Value, node.Value)) == true) own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, number, _, _) => numbers.Add(number));
        listener.Start();
        listener.RecordObservableInstruments();
        return numbers;
    }
}
