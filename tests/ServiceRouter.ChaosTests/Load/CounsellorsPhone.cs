using ServiceRouter.PhoneSimulator;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>What a counsellor does with a telephone that rings: takes it, presses the key, greets whoever is there. The benchmark of calls plays the same.</summary>
internal static class CounsellorsPhone
{
    public const string Greeting = "Bonjour, que puis-je faire pour vous";

    /// <returns>False when nobody was there any more: it was hung up.</returns>
    /// <exception cref="NotHeardException">Nobody said what the key is for.</exception>
    public static async Task<bool> GreetsAsync(SimulatedCall call)
    {
        call.Answers();
        await call.HearsAsync("tapez 1");
        call.Presses("1");
        var joined = call.SeesAsync("joined");
        if (await Task.WhenAny(joined, call.HearsAsync("n'est plus en ligne"), call.EndsAsync()) == joined)
        {
            call.Says(Greeting);
            return true;
        }
        call.HangsUp();
        return false;
    }
}
