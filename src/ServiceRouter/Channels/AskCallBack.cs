using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels;

/// <summary>The citizen converts the wait into a dated call-back: the handoff stays open and is due at that time (G4).</summary>
public sealed class AskCallBack
{
    /// <summary>Code of the refusal of a number that is one, and is not rung.</summary>
    public const string NotCallable = "phone-number-cost";

    /// <summary>Code of the refusal of what is no number.</summary>
    public const string NoNumber = "phone-number";

    /// <summary>Code of the refusal of a moment that has passed, or is too far away.</summary>
    public const string WrongMoment = "call-back-time";

    /// <summary>Code of the refusal while a counsellor has the conversation.</summary>
    public const string WithCounsellor = "with-counsellor";

    /// <summary>Code of the refusal of <see cref="ForOpenRequestAsync"/> where no request is open.</summary>
    public const string NothingOpen = "nothing-open";

    private static readonly TimeSpan Farthest = TimeSpan.FromDays(14);

    private readonly Transactions transactions;
    private readonly ThreeDoors doors;
    private readonly ReceiptSeal seal;
    private readonly NearMoment near;

    internal AskCallBack(Transactions transactions, ThreeDoors doors, ReceiptSeal seal, NearMoment near) => (this.transactions, this.doors, this.seal, this.near) = (transactions, doors, seal, near);

    /// <param name="conversationId">The conversation; a handoff is made when there is none.</param>
    /// <param name="number">A French number of 10 digits, or an international one with +, at no more than the price of a call.</param>
    /// <param name="at">When to call, within 14 days.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<Refusal?> RunAsync(Guid conversationId, string? number, DateTimeOffset at, CancellationToken ct) =>
        PromiseAsync(conversationId, number, at, isOurs: false, makesOne: true, ct);

    /// <summary>The same from the counsellors' next opening on, for whoever has an open request and chose no moment.</summary>
    /// <inheritdoc cref="RunAsync(Guid, string?, DateTimeOffset, CancellationToken)"/>
    internal Task<Refusal?> AtOpeningAsync(Guid conversationId, string? number, DateTimeOffset at, CancellationToken ct) =>
        PromiseAsync(conversationId, number, at, isOurs: true, makesOne: false, ct);

    /// <summary>The same for whoever waits: a request that ended meanwhile is not asked anew, since its receipt would not be that of the new one.</summary>
    /// <inheritdoc cref="RunAsync(Guid, string?, DateTimeOffset, CancellationToken)"/>
    internal Task<Refusal?> ForOpenRequestAsync(Guid conversationId, string? number, DateTimeOffset at, CancellationToken ct) =>
        PromiseAsync(conversationId, number, at, isOurs: false, makesOne: false, ct);

    /// <summary>The same before anything was looked up, through whichever door opens.</summary>
    /// <param name="asking">Who asks.</param>
    /// <param name="number">Checked by <see cref="Check"/>.</param>
    /// <param name="at">Checked by <see cref="Check"/>.</param>
    /// <exception cref="AllDoorsShutException">No door opened.</exception>
    public Task<Acceptance> RunAsync(Asking asking, string? number, DateTimeOffset at) => AcceptAsync(asking, number, at, isOurs: false);

    /// <summary>The same from a moment on that nobody chose, such as the counsellors' next opening.</summary>
    /// <inheritdoc cref="RunAsync(Asking, string?, DateTimeOffset)"/>
    internal Task<Acceptance> AtOpeningAsync(Asking asking, string? number, DateTimeOffset at) => AcceptAsync(asking, number, at, isOurs: true);

    /// <summary>The same without a moment: the request is in the queue, and whoever takes it rings that number.</summary>
    /// <inheritdoc cref="RunAsync(Asking, string?, DateTimeOffset)"/>
    public Task<Acceptance> SoonAsync(Asking asking, string? number) => doors.AcceptAsync(asking with { Reason = Reasons.CallBack, CallBackNumber = Digits(number) });

    /// <summary>Why it would be refused; null when number and time are good.</summary>
    public static Refusal? Check(string? number, DateTimeOffset at, DateTimeOffset now) =>
        CheckNumber(number) ?? (at <= now || at > now + Farthest ? Refusal.BadInput(WrongMoment, "Choisissez un moment à venir, dans les 14 jours.") : null);

    /// <summary>The same of the number alone.</summary>
    public static Refusal? CheckNumber(string? number)
    {
        if (!LooksCallable(Digits(number)) || !CallableNumber.IsPossible(Digits(number))) return Refusal.BadInput(NoNumber, "Ce numéro n'est pas reconnu. Exemple : 01 99 00 12 34.");
        return CallableNumber.Is(Digits(number))
            ? null
            : Refusal.BadInput(NotCallable, "Nous ne pouvons pas rappeler ce numéro : l'appel serait surtaxé ou passerait par satellite. Donnez un autre numéro, ou écrivez à un conseiller.");
    }

    private Task<Acceptance> AcceptAsync(Asking asking, string? number, DateTimeOffset at, bool isOurs) =>
        doors.AcceptAsync(asking with { Reason = Reasons.CallBack, CallBackNumber = Digits(number), CallBackAt = at.ToUniversalTime(), DateIsOurs = isOurs });

    private Task<Refusal?> PromiseAsync(Guid conversationId, string? number, DateTimeOffset at, bool isOurs, bool makesOne, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            if (Check(number, at, work.Now) is { } refusal) return refusal;
            var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == conversationId, token);
            var handoff = await work.Db.OpenHandoffOfAsync(conversationId, token)
                ?? (makesOne ? work.MakeHandoff(conversation, HumanAsk.ByCitizen with { Reason = Reasons.CallBack }, seal) : null);
            return handoff is null
                ? Refusal.TooLate(NothingOpen, "Cette demande est terminée.")
                : await work.PromiseCallBackAsync(conversation, handoff, Digits(number), new CallBackMoment(at, isOurs), near, token);
        }, ct);

    /// <summary>A number as it is kept.</summary>
    internal static string Digits(string? number) => new([.. (number ?? "").Where(c => char.IsAsciiDigit(c) || c == '+')]);

    private static bool LooksCallable(string digits) =>
        digits.StartsWith('+') ? digits.Length is >= 9 and <= 16 && digits[1..].All(char.IsAsciiDigit) : digits is ['0', not '0', .. { Length: 8 }] && digits.All(char.IsAsciiDigit);
}
