using System.Globalization;
using System.Threading.Channels;
using ServiceRouter.PhoneSimulator;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>A counsellor with a desk and a telephone: takes what is offered, answers when it rings, presses the key, talks, closes.</summary>
internal sealed class PhoneCounsellor : IDisposable
{
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(1);
    // Rung again when the first time nothing came of it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Channel<bool> talked = Channel.CreateUnbounded<bool>();
    private readonly PhoneNetwork network;
    private readonly string phone;
    private readonly Desk desk;
    private CancellationTokenSource? latest;

    /// <param name="network">The telephone network.</param>
    /// <param name="number">Of the demo's counsellors.</param>
    /// <param name="fronts">The nodes.</param>
    /// <param name="witness">Sees what the desk shows.</param>
    public PhoneCounsellor(PhoneNetwork network, int number, Fronts fronts, Witness witness)
    {
        this.network = network;
        phone = $"+336110{number.ToString("00000", CultureInfo.InvariantCulture)}";
        // One talk at a time: a counsellor has one telephone.
        desk = new Desk($"conseiller{number}", number, 0, fronts, witness) { Capacity = 1, Talk = TalkAsync };
    }

    public async Task WorkAsync(CancellationToken ct)
    {
        await desk.OpenAsync(ct, phone);
        await Task.WhenAll(desk.WorkAsync(ct), AnswerAsync(ct)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        desk.Dispose();
        latest?.Dispose();
    }

    private async Task<bool> TalkAsync(string receipt, CancellationToken ct)
    {
        // There is one telephone: whoever was waited for before has gone to a colleague.
        var mine = new CancellationTokenSource();
        if (Interlocked.Exchange(ref latest, mine) is { } before) await before.CancelAsync();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, mine.Token);
        limit.CancelAfter(Patience);
        try
        {
            return await talked.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task AnswerAsync(CancellationToken ct)
    {
        await foreach (var call in network.AllRingsAsync(phone, ct))
        {
            try
            {
                await TakeAsync(call);
            }
            catch (NotHeardException)
            {
                // The caller's side says what was lost; this counsellor takes the next call.
                call.HangsUp();
            }
        }
    }

    private async Task TakeAsync(SimulatedCall call)
    {
        if (!await CounsellorsPhone.GreetsAsync(call)) return;
        await Task.Delay(Talk);
        talked.Writer.TryWrite(true);
        await call.EndsAsync();
    }
}
