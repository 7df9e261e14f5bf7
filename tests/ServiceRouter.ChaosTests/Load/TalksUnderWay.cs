using System.Globalization;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Running;
using ServiceRouter.PhoneSimulator;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>Some callers and counsellors who talk on the telephone for as long as the case lasts: lines that hostile webhooks can be about.</summary>
internal sealed class TalksUnderWay : IAsyncDisposable
{
    private const int Count = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource end = new();
    private readonly PromiseLedger ledger;
    private readonly List<Desk> desks = [];
    private readonly List<Task> work = [];

    private TalksUnderWay(PromiseLedger ledger) => this.ledger = ledger;

    /// <summary>Counsellors' lines.</summary>
    public IReadOnlyList<Guid> Lines { get; private set; } = [];

    /// <summary>Nobody else is to wait for a person yet: these counsellors have one place each.</summary>
    public static async Task<TalksUnderWay> BeginAsync(Service service, Fronts fronts, PhoneNetwork network, string folder)
    {
        var talks = new TalksUnderWay(PromiseLedger.Create(Path.Combine(folder, "promises")));
        for (var number = 1; number <= Count; number++)
        {
            var phone = $"+336110{number.ToString("00000", CultureInfo.InvariantCulture)}";
            var desk = new Desk($"conseiller{number + 1}", number, 0, fronts, new Witness(talks.ledger)) { Capacity = 1, Talk = NeverEndsAsync };
            talks.desks.Add(desk);
            await desk.OpenAsync(talks.end.Token, phone);
            talks.work.Add(desk.WorkAsync(talks.end.Token));
            talks.work.Add(talks.AnswerAsync(network, phone));
            var call = network.Call($"+33199010{number:000}", PhoneCaller.ServiceNumber);
            await call.HearsAsync("tapez");
            call.Presses("0");
        }
        using var limit = new CancellationTokenSource(Patience);
        while (talks.Lines.Count < Count)
        {
            await Task.Delay(BetweenLooks, limit.Token);
            talks.Lines = await service.QueryAsync("select id from counsellor_lines where state = 'Talking'", r => r.GetGuid(0));
        }
        return talks;
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        desks.ForEach(d => d.Dispose());
        ledger.Dispose();
        end.Dispose();
    }

    private static async Task<bool> NeverEndsAsync(string receipt, CancellationToken ct)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return false;
    }

    // Hostile webhooks may end a talk: then it rings again.
    private async Task AnswerAsync(PhoneNetwork network, string phone)
    {
        await foreach (var call in network.AllRingsAsync(phone, end.Token))
        {
            try
            {
                await CounsellorsPhone.GreetsAsync(call);
            }
            catch (NotHeardException)
            {
                call.HangsUp();
            }
        }
    }
}
