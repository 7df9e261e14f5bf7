using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.DeadLetters;

namespace ServiceRouter.DeadLetters;

/// <summary>
/// A message that failed for good, in the hands of people (G9): a counsellor takes it, looks at what it was about, and closes it with a note.
/// It is no handoff and is counted in no ledger; where its request is known, it leads there.
/// </summary>
public sealed class DeadLetter
{
    /// <summary>The message's id: kept once.</summary>
    public Guid Id { get; init; }
    public FailedBy FailedBy { get; init; }
    /// <summary>Queue, <c>outbox</c> or <c>journal</c>.</summary>
    public required string Place { get; init; }
    /// <summary>Full name of its contract; null when it could not be read.</summary>
    public string? MessageType { get; init; }
    /// <summary>Type of the exception, or the broker's reason; for operators.</summary>
    public string? Technical { get; init; }
    /// <summary>The message as JSON or text; it may hold what a citizen gave, and is erased like other words.</summary>
    public string? Body { get; private set; }

    /// <summary>The request that it is about, when that is known.</summary>
    public Guid? HandoffId { get; init; }
    /// <summary>Its conversation, when that is known: the transcript is read there.</summary>
    public Guid? ConversationId { get; init; }
    /// <summary>Département of the pool; null: every one.</summary>
    public string? Territory { get; init; }
    /// <summary>Skill of the pool; null: every one.</summary>
    public string? Skill { get; init; }

    public DateTimeOffset FailedAt { get; init; }
    public DateTimeOffset KeptAt { get; init; }
    /// <summary>Counsellor who has it in hand.</summary>
    public string? TakenBy { get; private set; }
    public DateTimeOffset? TakenAt { get; private set; }
    /// <summary>Set by the counsellor's note, by nothing else.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }
    public string? Note { get; private set; }
    /// <summary>Compare-and-set token.</summary>
    public int Version { get; private set; }

    internal static DeadLetter Of(FailedMessage failed, Guid? handoffId, Guid? conversationId, string? territory, string? skill, DateTimeOffset now) => new()
    {
        Id = failed.Id, FailedBy = failed.FailedBy, Place = Short(failed.Place)!, MessageType = Short(failed.Type), Technical = Short(failed.Technical), Body = failed.Body,
        HandoffId = handoffId, ConversationId = conversationId, Territory = territory, Skill = skill, FailedAt = failed.FailedAt.ToUniversalTime(), KeptAt = now,
    };

    internal void Take(string counsellorId, DateTimeOffset now)
    {
        (TakenBy, TakenAt) = (counsellorId, now);
        Version++;
    }

    internal void Close(string note, DateTimeOffset now)
    {
        (Note, ClosedAt) = (note, now);
        Version++;
    }

    internal void ForgetWords()
    {
        (Body, Note) = (null, null);
        Version++;
    }

    private static string? Short(string? text) => text is { Length: > 255 } ? text[..255] : text;
}

internal static class DeadLetterSides
{
    /// <summary>Those that stand on the same side of an exercise's seal as this territory.</summary>
    public static IQueryable<DeadLetter> OnSideOf(this IQueryable<DeadLetter> letters, string? territory) =>
        SealedTerritory.Holds(territory) ? letters.Where(d => d.Territory == SealedTerritory.Code) : letters.Where(d => d.Territory != SealedTerritory.Code);
}

internal sealed class DeadLetterMap : IEntityTypeConfiguration<DeadLetter>
{
    public void Configure(EntityTypeBuilder<DeadLetter> builder)
    {
        builder.ToTable("dead_letters");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Version).IsConcurrencyToken();
        foreach (var name in (string[])[nameof(DeadLetter.Place), nameof(DeadLetter.MessageType), nameof(DeadLetter.Technical)]) builder.Property(name).HasMaxLength(255);
        builder.HasIndex(d => d.KeptAt).HasFilter("closed_at IS NULL").HasDatabaseName("ix_dead_letters_open");
        builder.HasIndex(d => d.ClosedAt);
    }
}
