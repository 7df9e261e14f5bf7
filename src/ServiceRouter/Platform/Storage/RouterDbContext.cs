using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Channels.Phone.Lines.Seconds;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Conversations;
using ServiceRouter.DeadLetters;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Exercises;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Bus.Suspects;
using ServiceRouter.Platform.Inbox;
using ServiceRouter.Platform.Looks;
using ServiceRouter.Platform.Outbox;
using ServiceRouter.Satisfaction;
using ServiceRouter.Steering;
using ServiceRouter.Steering.Anchoring;
using ServiceRouter.Steering.EqualAccess;

namespace ServiceRouter.Platform.Storage;

/// <summary>The one database: inbox key, state, event log and outgoing messages commit together. The same model on both databases.</summary>
public abstract class RouterDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Conversation> Conversations => Set<Conversation>();
    public DbSet<Activity> Activities => Set<Activity>();
    public DbSet<PhoneCall> PhoneCalls => Set<PhoneCall>();
    public DbSet<SmsThread> SmsThreads => Set<SmsThread>();
    public DbSet<AttemptText> AttemptTexts => Set<AttemptText>();
    public DbSet<CounsellorLine> CounsellorLines => Set<CounsellorLine>();
    public DbSet<SecondLine> SecondLines => Set<SecondLine>();
    public DbSet<Handoff> Handoffs => Set<Handoff>();
    public DbSet<ReceiptAlias> ReceiptAliases => Set<ReceiptAlias>();
    public DbSet<HandoffOffer> Offers => Set<HandoffOffer>();
    public DbSet<HandoffLogEntry> HandoffLog => Set<HandoffLogEntry>();
    public DbSet<HandoffNote> Notes => Set<HandoffNote>();
    public DbSet<Counsellor> Counsellors => Set<Counsellor>();
    public DbSet<CounsellorChange> CounsellorChanges => Set<CounsellorChange>();
    public DbSet<DeskEvent> DeskEvents => Set<DeskEvent>();
    public DbSet<DeadLetter> DeadLetters => Set<DeadLetter>();
    public DbSet<Rating> Ratings => Set<Rating>();
    public DbSet<FlowText> FlowTexts => Set<FlowText>();
    public DbSet<LedgerCheck> LedgerChecks => Set<LedgerCheck>();
    public DbSet<DayAnchor> LogAnchors => Set<DayAnchor>();
    public DbSet<AnchorLeaf> AnchorLeaves => Set<AnchorLeaf>();
    public DbSet<LedgerIncident> LedgerIncidents => Set<LedgerIncident>();
    public DbSet<AccessCheck> AccessChecks => Set<AccessCheck>();
    public DbSet<AccessAlarm> AccessAlarms => Set<AccessAlarm>();
    public DbSet<Exercise> Exercises => Set<Exercise>();
    public DbSet<ExerciseCitizen> ExerciseCitizens => Set<ExerciseCitizen>();
    public DbSet<ExerciseStep> ExerciseSteps => Set<ExerciseStep>();
    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();
    public DbSet<InboxEntry> Inbox => Set<InboxEntry>();
    public DbSet<RecordedLook> Looks => Set<RecordedLook>();
    public DbSet<SuspectMessage> SuspectMessages => Set<SuspectMessage>();

    /// <summary>
    /// Set for as long as somebody has this context. What they leave open is closed before it goes back: EF Core forgets a context that its pool has no
    /// room for without closing anything, and the connection would be lost to this node for good (docs/adr/0039).
    /// </summary>
    internal bool IsLent { get; set; }

    /// <summary>Names that this context's unit holds from its next reading on (<see cref="HeldNames"/>).</summary>
    internal string[]? HeldWithNextRead { get; set; }

    public override void Dispose()
    {
        try
        {
            if (IsLent) Leave();
        }
        finally
        {
            base.Dispose();
            GC.SuppressFinalize(this);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (IsLent) await LeaveAsync();
        }
        finally
        {
            await base.DisposeAsync();
            GC.SuppressFinalize(this);
        }
    }

    private void Leave()
    {
        (IsLent, HeldWithNextRead) = (false, null);
        try
        {
            Database.CurrentTransaction?.Dispose();
        }
        finally
        {
            Database.GetDbConnection().Close();
        }
    }

    private async Task LeaveAsync()
    {
        (IsLent, HeldWithNextRead) = (false, null);
        try
        {
            if (Database.CurrentTransaction is { } begun) await begun.DisposeAsync();
        }
        finally
        {
            await Database.GetDbConnection().CloseAsync();
        }
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(RouterDbContext).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
        configurationBuilder.Properties<string[]>().HaveConversion<WordsConverter, WordsComparer>().HaveMaxLength(400);
    }

    /// <summary>Skills and languages are ids without spaces; one readable column serves both databases.</summary>
    private sealed class WordsConverter() : ValueConverter<string[], string>(
        words => string.Join(' ', words), text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private sealed class WordsComparer() : Microsoft.EntityFrameworkCore.ChangeTracking.ValueComparer<string[]>(
        (a, b) => a!.SequenceEqual(b!), words => words.Aggregate(0, HashCode.Combine), words => words.ToArray());
}
