using System.Text.RegularExpressions;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.PhoneSimulator;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>A citizen on the telephone: some steps of a flow, then a person; writes down the receipt, waits, talks, and is said goodbye to.</summary>
/// <param name="network">The telephone network.</param>
/// <param name="number">Of the citizen.</param>
/// <param name="random">How long each thinks before a key.</param>
/// <param name="ledger">Where receipts are written down.</param>
internal sealed partial class PhoneCaller(PhoneNetwork network, int number, Random random, PromiseLedger ledger)
{
    public const string ServiceNumber = "+33199000000";
    private static readonly string[] Way = ["1", "1", "1"];
    private volatile bool isOver;
    private readonly TaskCompletionSource waits = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The call; null before it was begun.</summary>
    public SimulatedCall? Call { get; private set; }

    /// <summary>Printed, as it was heard; null: none was.</summary>
    public string? Receipt { get; private set; }

    /// <summary>What this caller had not got when the call ended, in words; null: everything.</summary>
    public string? Lost { get; private set; }

    public bool IsOnTheLine => Call is not null && !isOver;

    /// <summary>Ends when the caller stands in the queue, or is lost.</summary>
    public Task Waiting => waits.Task;

    public async Task LiveAsync()
    {
        var wanted = "the welcome";
        Call = network.Call($"+3319901{number:0000}", ServiceNumber);
        try
        {
            await Call.HearsAsync("tapez");
            foreach (var key in Way)
            {
                wanted = "an answer to a key";
                await PressesAsync(key);
                // Whatever it is: a busy service asks again, and the keys lead elsewhere then.
                await Call.HearsAsync("");
            }
            wanted = "a receipt and a place in the queue";
            await PressesAsync("0");
            await Call.SeesAsync("queue");
            Receipt = Heard(Call.Transcript.Lines.First(l => l.What == PhoneSimulator.Heard.Voice && l.Text.Contains("récépissé", StringComparison.OrdinalIgnoreCase)).Text);
            ledger.Write(number, Receipt);
            waits.TrySetResult();
            wanted = "the counsellor's voice";
            await Call.HearsAsync(CounsellorsPhone.Greeting);
            Call.Says("Bonjour, c'est pour ma carte grise");
            wanted = "a goodbye";
            await Call.HearsAsync("Le conseiller a terminé");
            await Call.EndsAsync();
        }
        catch (NotHeardException e)
        {
            Lost = $"caller {number} did not get {wanted}: {e.Message}";
            Call.HangsUp();
        }
        isOver = true;
        waits.TrySetResult();
    }

    private async Task PressesAsync(string key)
    {
        TimeSpan thinks;
        lock (random) thinks = TimeSpan.FromSeconds(1 + (3 * random.NextDouble()));
        await Task.Delay(thinks);
        // Whoever was silent for too long is in the queue by now, where keys mean something else.
        if (!Call!.Transcript.Lines.Any(l => l.Text.StartsWith("queue", StringComparison.Ordinal))) Call.Presses(key);
    }

    /// <summary>As a person writes it down: « A comme Anatole, 2, … » is A2….</summary>
    private static string Heard(string said) =>
        Rows.Print(string.Concat(Sign().Matches(said[said.IndexOf("récépissé", StringComparison.OrdinalIgnoreCase)..]).Select(m => m.Groups[1].Value)));

    [GeneratedRegex(@"(?<=[:,.]\s)([2-9A-Z])(?: comme \p{L}+)?(?=[,.]|$)")]
    private static partial Regex Sign();
}
