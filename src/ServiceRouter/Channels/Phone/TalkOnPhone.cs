using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels.Phone;

/// <summary>
/// Talks with a caller, one webhook at a time. Every answer comes within <see cref="PhoneOptions.AnswerWithin"/> whatever is away: 0 goes through
/// the three doors, and where the database does not answer the caller hears that 0 still works.
/// </summary>
public sealed class TalkOnPhone
{
    private const int SilencesBorne = 1;

    private readonly Transactions transactions;
    private readonly AnswerCaller answer;
    private readonly AskOnPhone ask;
    private readonly HearWish wish;
    private readonly LineChanged lines;
    private readonly PhoneOptions options;
    private readonly ILogger<TalkOnPhone> log;

    internal TalkOnPhone(Transactions transactions, AnswerCaller answer, AskOnPhone ask, HearWish wish, LineChanged lines, IOptions<PhoneOptions> options, ILogger<TalkOnPhone> log) =>
        (this.transactions, this.answer, this.ask, this.wish, this.lines, this.options, this.log) = (transactions, answer, ask, wish, lines, options.Value, log);

    /// <summary>The first words of a call.</summary>
    public Task<Spoken> BeginAsync(CallerLine line) => WithinAsync(line, null, ct => answer.BeginAsync(line, ct));

    /// <summary>What the caller did, and what is said to it.</summary>
    /// <param name="line">The call.</param>
    /// <param name="turn">Number of the turn in the call: the same webhook sent again is the same turn, and gets the same answer.</param>
    /// <param name="heard">Keys, words, or nothing.</param>
    /// <param name="silences">Silences in a row before this one.</param>
    public Task<Spoken> TurnAsync(CallerLine line, int turn, Heard heard, int silences) =>
        heard.IsExit || (heard.IsSilence && silences >= SilencesBorne)
            ? ask.RunAsync(line)
            : WithinAsync(line, heard, ct => answer.RunAsync(line, turn, heard, ct));

    /// <summary>A talk over another way has broken off: the last words again, and the number of the turn that answers them.</summary>
    /// <param name="line">The call.</param>
    /// <param name="turn">The turn that the broken talk began with; it may have gone further.</param>
    public async Task<(Spoken Spoken, int Next)> GoOnAsync(CallerLine line, int turn)
    {
        var last = turn;
        var spoken = await WithinAsync(line, null, async ct =>
        {
            last = Math.Max(turn, await answer.LastTurnAsync(line, ct) + 1);
            return await answer.RunAsync(line, last, new Heard(PhoneKeys.Repeat, null, null), ct);
        });
        return (spoken, last + 1);
    }

    /// <summary>The call is over, whoever ended it. An open request stays (G4), with the number, also where no webhook of the call came to the database before.</summary>
    public async Task EndAsync(CallerLine line, CancellationToken ct)
    {
        await transactions.RunAsync(async (work, token) =>
        {
            var call = await work.TakeCallAsync(line, token);
            await work.EndCallAsync(call, token);
        }, ct);
        lines.Tell();
    }

    private async Task<Spoken> WithinAsync(CallerLine line, Heard? heard, Func<CancellationToken, Task<Spoken>> talk)
    {
        try
        {
            return await TimeLimit.RunAsync(talk, options.AnswerWithin, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogWarning("A turn on the phone failed ({Failure}); the caller keeps the way to a person", e.GetType().Name);
            // A wish for a person needs nothing of what has failed.
            if (wish.ForHuman(heard?.Words, null) is { } wished) return await ask.RunAsync(line, wished);
            return new Spoken([Texts.Say("AssistantAway.phone", line.Language)], line.Language, new SpokenNext.Listen(1, [Texts.Say("HumanWord", line.Language)]));
        }
    }
}
