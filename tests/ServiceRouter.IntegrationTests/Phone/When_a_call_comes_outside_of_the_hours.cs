using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>Still a request, with a dated commitment (never a machine that says "call again").</summary>
public sealed class When_a_call_comes_outside_of_the_hours : IAsyncLifetime
{
    private PhoneStory story = null!;

    // It is Tuesday, 11:00 in Paris.
    public async ValueTask InitializeAsync() => story = await PhoneStory.StartAsync("--Hours:Tuesday=14:00 - 18:00", "--Hours:Wednesday=09:00 - 12:00");

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Theory]
    [InlineData("0", null)]
    [InlineData(null, "je voudrais un conseiller")]
    public async Task The_caller_hears_when_somebody_calls_back_and_the_receipt(string? key, string? words)
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        if (key is null) call.Says(words!);
        else call.Presses(key);

        await call.HearsAsync("mardi 9 mars à 14 h 00");
        var handoff = await story.HandoffAsync();
        (await call.EndsAsync()).Should().Be("completed");
        PhoneStory.Times(call, ReadAloud.Spell(ReceiptCode.Print(handoff.Receipt), "fr")).Should().Be(2);
        (handoff.State, handoff.Commitment, handoff.DueAt).Should().Be((HandoffState.Promised, CommitmentKind.CallBack, story.Clock.GetUtcNow().Date.AddHours(13)));
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_caller_on_a_socket_is_promised_a_call_like_any_other()
    {
        await using var relayed = await PhoneStory.StartAsync("--Twilio:Relay=true", "--Hours:Tuesday=14:00 - 18:00", "--Hours:Wednesday=09:00 - 12:00");
        var call = relayed.Calls();
        await call.SeesAsync("relay");
        await call.HearsAsync("tapez 0");
        call.Presses("0");

        await call.HearsAsync("mardi 9 mars à 14 h 00");
        (await call.EndsAsync()).Should().Be("completed");
        var handoff = await relayed.HandoffAsync();
        (handoff.State, handoff.DueAt).Should().Be((HandoffState.Promised, relayed.Clock.GetUtcNow().Date.AddHours(13)));
        (await relayed.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be(PhoneStory.Citizen);
        relayed.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_hidden_caller_types_the_number_to_be_called_at()
    {
        var call = story.Calls("anonymous");
        await call.HearsAsync("tapez 0");
        call.Presses("0");
        await call.HearsAsync("mardi 9 mars");
        await call.HearsAsync("dix chiffres");
        call.Presses("0199005566");

        await call.HearsAsync("vous rappelle");
        await call.EndsAsync();
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Promised);
        (await story.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be("0199005566");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_hidden_caller_who_types_nothing_keeps_the_request()
    {
        var call = story.Calls("anonymous");
        await call.HearsAsync("tapez 0");
        call.Presses("0");
        await call.HearsAsync("dix chiffres");
        await story.PassAsync(16);

        await call.EndsAsync();
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
    }
}
