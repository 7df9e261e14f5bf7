using ServiceRouter.Benchmarks.Service;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.PhoneSimulator;

namespace ServiceRouter.Benchmarks.Calls;

/// <summary>A counsellor with a desk and a telephone: accepts what is offered, answers, presses the key, talks, closes.</summary>
internal sealed class WorkingCounsellor
{
    // One talk at a time: a counsellor has one telephone.
    private const int Capacity = 1;

    private readonly CallsStage stage;
    private readonly Service.Desk desk;
    private readonly string phone;
    private readonly OfferBoard board;
    private readonly Random person;

    private WorkingCounsellor(CallsStage stage, Service.Desk desk, string phone, OfferBoard board, Random person) =>
        (this.stage, this.desk, this.phone, this.board, this.person) = (stage, desk, phone, board, person);

    /// <summary>Comes to the desk and works until the token stops it.</summary>
    public static async Task<Task> BeginAsync(CallsStage stage, HttpClient http, int number, CancellationToken ct)
    {
        var board = new OfferBoard();
        var desk = await Service.Desk.OpenAsync(http, $"conseiller{number}", Capacity, board, ct);
        var phone = $"+336110{number:00000}";
        await desk.SetPhoneAsync(phone);
        return new WorkingCounsellor(stage, desk, phone, board, new Random(1000 + number)).WorkAsync(ct);
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        try
        {
            await Task.WhenAll(AcceptAsync(ct), AnswerAsync(ct), StayAsync(ct));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The bench is over.
        }
    }

    private async Task AcceptAsync(CancellationToken ct)
    {
        await foreach (var offer in board.AllAsync(ct)) await TryAsync(() => desk.AcceptAsync(offer));
    }

    private async Task AnswerAsync(CancellationToken ct)
    {
        await foreach (var call in stage.Network.AllRingsAsync(phone, ct))
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
        if (await CounsellorsPhone.GreetsAsync(call)) await Task.Delay(CallTimes.Of(stage.Times.Talk, person));
        if (board.Newest is { } offer) await TryAsync(() => desk.CloseAsync(offer.Receipt));
        await call.EndsAsync();
    }

    /// <summary>Whoever did not answer once is set away, and says that they are there again.</summary>
    private async Task StayAsync(CancellationToken ct)
    {
        using var round = new PeriodicTimer(TimeSpan.FromSeconds(10));
        while (await round.WaitForNextTickAsync(ct)) await TryAsync(() => desk.ComeAsync(Capacity));
    }

    /// <summary>An offer may be over when it is taken: the next one comes.</summary>
    private static async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (HttpRequestException)
        {
            // Counted where it matters: at the caller's ear.
        }
    }
}
