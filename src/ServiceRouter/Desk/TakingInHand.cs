using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>The one way in which a request comes into a counsellor's hands, whoever brought it there.</summary>
internal static class TakingInHand
{
    /// <summary>The conversation is theirs, the assistant is silent (G7), the citizen learns who came (CRPA L.111-2).</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="handoff">Offered to this counsellor.</param>
    /// <param name="conversation">Its conversation.</param>
    /// <param name="counsellor">Who takes it.</param>
    /// <param name="offer">The offer that is out.</param>
    /// <param name="said">Name of the text that tells the citizen: name, quality and space go into it.</param>
    public static void TakeInHand(this Work work, Handoff handoff, Conversation conversation, Counsellor counsellor, HandoffOffer offer, string said = "CounsellorJoined")
    {
        work.Record(handoff.Accept(work.Now), HandoffRecord.Counsellor(counsellor.Id), new AnswerFacts(offer.Id));
        conversation.Voice = Voice.Counsellor;
        conversation.FlowPosition = null;
        // Should they wait again, they read again what becomes of what they write.
        conversation.ToldThatWordsAreKept = false;
        if (counsellor.MissedOffers != 0)
        {
            counsellor.MissedOffers = 0;
            counsellor.Version++;
        }
        work.Say(conversation, Author.Service, Texts.Say(said, conversation.Language, counsellor.ShownName, counsellor.Quality, counsellor.SpaceName));
        work.EndOffer(handoff, offer, OfferEnd.Accepted);
        work.TellChanged(handoff, counsellor.Id);
    }

    /// <summary>The citizen of this request stands before the counsellor who has it, or its letter is written: nobody is to be called for it.</summary>
    public static Task<bool> NeedsNoCallAsync(this RouterDbContext db, Handoff handoff, CancellationToken ct) =>
        db.Offers.AnyAsync(o => o.Id == handoff.OfferId && (o.Rung == HandoffOffer.AtCounter || o.Rung == HandoffOffer.OwnPromise), ct);
}
