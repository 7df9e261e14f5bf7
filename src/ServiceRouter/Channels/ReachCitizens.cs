using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels;

/// <summary>The channels behind the desk's port.</summary>
internal sealed class ReachCitizens : IReachCitizens
{
    public async Task<bool> ReadsWordsAsync(RouterDbContext db, Conversation conversation, CancellationToken ct) => conversation.Channel switch
    {
        ChannelName.Phone => false,
        ChannelName.Sms => await db.SmsThreads.AnyAsync(t => t.ConversationId == conversation.Id && t.StoppedAt == null, ct),
        _ => true,
    };

    public Task<int?> TextedUpToAsync(RouterDbContext db, Guid conversationId, CancellationToken ct) =>
        (from t in db.SmsThreads
         where t.ConversationId == conversationId && t.StoppedAt == null
         join c in db.Conversations on t.ConversationId equals c.Id
         where c.Channel == ChannelName.Sms
         orderby t.Number
         select (int?)t.SentUpTo).FirstOrDefaultAsync(ct);

    public async Task<bool> HasNumberAsync(RouterDbContext db, Guid conversationId, CancellationToken ct) => await db.NumberToRingAsync(conversationId, ct) is not null;

    public Refusal? TryTake(string number, out string kept)
    {
        kept = AskCallBack.Digits(number);
        return AskCallBack.CheckNumber(number) switch
        {
            null => null,
            { Code: AskCallBack.NotCallable } => Refusal.BadInput(AskCallBack.NotCallable, "Le service n'appelle pas ce numéro : l'appel serait surtaxé ou passerait par satellite. Convenez d'un autre numéro, ou d'un rendez-vous."),
            var refusal => refusal,
        };
    }
}
