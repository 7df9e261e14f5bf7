using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.PhoneSimulator;

namespace ServiceRouter.Benchmarks.Calls;

/// <summary>A citizen on the telephone: chooses from the list, answers a question by key, wants a person, waits, talks, is said goodbye to.</summary>
internal sealed class Caller(CallsStage stage, int number)
{
    private readonly Random person = new(number);

    private static readonly string[] Way = ["the list", "the first question of a flow", "the second question of a flow"];

    /// <summary>Calls from one number of its own, from those that Arcep leaves to stories.</summary>
    private string Number => $"+3319901{number:0000}";

    public async Task CallAsync(CallFigures figures)
    {
        figures.Begins();
        var call = stage.Network.Call(Number, CallsStage.Number);
        var at = "the welcome";
        try
        {
            await call.HearsAsync("tapez");
            foreach (var step in Way)
            {
                at = step;
                await PressesAsync(call, "1");
                // Whatever it is: a service that was too slow to answer asks again, and the keys lead elsewhere then.
                await call.HearsAsync("");
            }
            at = "the hand-off";
            var asked = Ticks.Now;
            await PressesAsync(call, "0");
            await call.SeesAsync("queue");
            if (call.Transcript.Lines.Any(l => l.Text.Contains("ne répond pas en ce moment", StringComparison.Ordinal))) figures.WasPutOff();
            at = "the counsellor's voice";
            await call.HearsAsync(CounsellorsPhone.Greeting);
            figures.Wait.Add(Ticks.Milliseconds(asked, Ticks.Now));
            at = "the end";
            call.Says("Bonjour, c'est pour ma carte grise");
            await call.HearsAsync("Le conseiller a terminé");
            await call.EndsAsync();
            figures.Ends();
        }
        catch (NotHeardException e)
        {
            figures.Loses($"lost before {at}");
            if (figures.Lost.Values.Sum() == 1) stage.FirstLost = e.Message;
            call.HangsUp();
        }
    }

    private async Task PressesAsync(SimulatedCall call, string key)
    {
        await Task.Delay(CallTimes.Of(stage.Times.Think, person));
        // Whoever was silent for too long is in the queue by now, where keys mean something else.
        if (!call.Transcript.Lines.Any(l => l.Text.StartsWith("queue", StringComparison.Ordinal))) call.Presses(key);
    }
}
