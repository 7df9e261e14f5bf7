using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Satisfaction;

namespace ServiceRouter.IntegrationTests;

/// <summary>What a citizen does and sees.</summary>
public sealed class Citizen(RouterApp app, Guid conversationId)
{
    public Guid ConversationId => conversationId;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task SaysAsync(string text, string? choice = null, string? clientId = null) =>
        (await app.Get<ReceiveActivity>().RunAsync(conversationId, new CitizenActivity(text, choice, clientId), Token)).Should().BeNull();

    /// <returns>The printed receipt.</returns>
    public async Task<string> AsksForHumanAsync() => (await app.Get<AskHuman>().RunAsync(new Asking { ConversationId = conversationId })).Receipt;

    public async Task WithdrawsAsync() => (await app.Get<WithdrawHandoff>().RunAsync((await HandoffAsync()).Receipt, Token)).Should().BeNull();

    public async Task RatesAsync(int score, Solved solved) =>
        (await app.Get<GiveRating>().RunAsync((await HandoffAsync()).Receipt, score, solved, null, Token)).Should().BeNull();

    public async Task GivesPostcodeAsync(string postcode) => (await app.Get<GivePostcode>().RunAsync(conversationId, postcode, Token)).Should().BeNull();

    public Task<IReadOnlyList<ActivityView>> ReadsAsync() => app.Get<ReadTranscript>().AfterAsync(conversationId, 0, Token);

    /// <summary>The newest handoff's row.</summary>
    public Task<Handoff> HandoffAsync() =>
        app.LookAsync(db => db.Handoffs.Where(h => h.ConversationId == conversationId).OrderByDescending(h => h.AskedAt).FirstAsync());

    /// <summary>Follows the live stream until a message of this author comes.</summary>
    public async Task<ActivityView> HearsAsync(Author author, int after = 0)
    {
        using var patience = Patience.New();
        await foreach (var item in app.Get<ReadTranscript>().FollowAsync(conversationId, after, patience.Token))
        {
            if (item.Number == 0) continue;
            var activity = (await app.Get<ReadTranscript>().AfterAsync(conversationId, (int)item.Number - 1, patience.Token))[0];
            if (activity.Author == author) return activity;
        }
        throw new InvalidOperationException("The stream ended");
    }
}
