using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Dialogue;

namespace ServiceRouter.IntegrationTests.Degraded;

/// <summary>The ways of asking for a person, one after the other.</summary>
internal static class AsksForPerson
{
    private static readonly string[] Words = ["je veux parler à un conseiller", "passez-moi une vraie personne", "pas de robot", "je refuse de parler à une machine"];

    /// <summary>Twelve, or what SR_TEST_ASKS says for the long form.</summary>
    public static int Count
    {
        get
        {
#pragma warning disable RS0030 // The tests have no configuration of their own.
            return int.TryParse(Environment.GetEnvironmentVariable("SR_TEST_ASKS"), out var asks) ? asks : 12;
#pragma warning restore RS0030
        }
    }

    /// <summary>By the button of any page, by the chat's button, by words, by refusal.</summary>
    public static async Task AskAsync(RouterApp app, int n)
    {
        if (n % 3 == 0)
        {
            (await app.Get<AskHuman>().RunAsync(Asking.By(ConversationKey.New()))).Door.Should().Be(Door.Database);
            return;
        }
        var citizen = await app.CitizenComesAsync();
        if (n % 3 == 1) await citizen.SaysAsync("Parler à un conseiller", ServiceChoices.Human);
        else await citizen.SaysAsync(Words[n / 3 % Words.Length]);
        (await citizen.HandoffAsync()).IsOpen.Should().BeTrue();
    }
}
