namespace ServiceRouter.IntegrationTests.Interleavings;

/// <summary>How the processes of one service died: a fate that never comes about has shown nothing.</summary>
internal sealed class Deaths
{
    private int beforeTheCommit;
    private int afterASave;
    private int afterATransaction;
    private int told;

    /// <summary>With nothing stored of what was to be. A lease is renewed in one statement that is its own commit: who dies after it has taken nothing back.</summary>
    public int BeforeTheCommit => beforeTheCommit;

    /// <summary>Of units whose save is all of their commit.</summary>
    public int AfterASave => afterASave;

    /// <summary>Of units that had begun a transaction of their own, and have committed it.</summary>
    public int AfterATransaction => afterATransaction;

    /// <summary>Units that sent and told what they had not committed yet, and died of it too late.</summary>
    public int ToldBefore => told;

    /// <param name="takesBack">There is something that is not stored by it.</param>
    public void DieBeforeTheCommit(bool takesBack)
    {
        if (takesBack) Interlocked.Increment(ref beforeTheCommit);
        throw new ProcessDiedException();
    }

    public void DieAfterASave() => Die(ref afterASave);

    public void DieAfterATransaction() => Die(ref afterATransaction);

    public void TellBefore() => Interlocked.Increment(ref told);

    private static void Die(ref int count)
    {
        Interlocked.Increment(ref count);
        throw new ProcessDiedException();
    }
}
