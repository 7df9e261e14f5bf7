namespace ServiceRouter.Steering;

/// <summary>A check of the ledger that a manager asks for.</summary>
public sealed class CheckNow
{
    private readonly CheckLedger ledger;

    internal CheckNow(CheckLedger ledger) => this.ledger = ledger;

    /// <param name="manager">Account name; written into the incidents that this check closes.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<LedgerCheck> RunAsync(string manager, CancellationToken ct) => ledger.RunAsync(ct, manager);
}
