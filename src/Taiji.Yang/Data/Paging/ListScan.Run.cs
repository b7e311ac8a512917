namespace Taiji.Yang.Data.Paging;

/// <content>Whole entries in one go: what <see cref="MoveNext"/> would tell event by event.</content>
internal sealed partial class ListScan
{
    /// <summary>The layout of the entries that it is among; null among the values of a leaf-list.</summary>
    public Layout? EntryLayout => _levels[_depth].Slot.Format!.Entry;

    /// <summary>Whether it is among the entries it was begun with.</summary>
    public bool IsAmongOutermost => _depth == 0;

    /// <summary>
    /// Goes on through entries of the list it stands in until <paramref name="run"/> has no more room after one, or a list or leaf-list in an entry comes, or an entry to ask about, or the end:
    /// <see cref="MoveNext"/> then goes on from there.
    /// </summary>
    public void Run<TRun>(ref TRun run)
        where TRun : struct, IEntryRun, allows ref struct
    {
        ref var level = ref _levels[_depth];
        var steps = level.Steps!;
        while (true)
        {
            if (!level.InEntry)
            {
                if (!run.HasRoom || !NextEntry(ref level)) return;
                run.Begin();
            }

            if (!RunEntry(ref level, steps, ref run)) return;
            level.InEntry = false;
            run.End();
        }
    }

    /// <summary>Goes to the end of an entry.</summary>
    /// <returns>False when a list stands in the way.</returns>
    private bool RunEntry<TRun>(ref Level level, ScanStep[] steps, ref TRun run)
        where TRun : struct, IEntryRun, allows ref struct
    {
        for (; level.Next < steps.Length; level.Next++)
        {
            var step = steps[level.Next];
            if (level.Omits(level.Next))
            {
                level.Pass(step);
                continue;
            }

            switch (step.Kind)
            {
                case ScanStepKind.Value:
                    if (!level.IsPresent(step.Slot)) break;
                    var field = level.Take(step.Size);
                    if (field.Reference is byte[] value) run.Value(level.Next, value, 0, value.Length);
                    else run.Value(level.Next, level.Data, field.Start, field.Length);
                    break;
                case ScanStepKind.Key:
                    if (level.HasOneKey)
                    {
                        run.Value(level.Next, level.Data, level.KeyStart, level.Record - level.KeyStart);
                        break;
                    }

                    StandOnKey(level, step);
                    run.Value(level.Next, _data, _start, _length);
                    break;
                case ScanStepKind.List:
                    if (level.IsPresent(step.Slot)) return false;
                    break;
                case ScanStepKind.Container when !level.HasAny(step, level.Next + 1):
                    level.Next++;
                    level.PassTo(step.Next);
                    level.Next--;
                    break;
                default:
                    run.Container(level.Next);
                    break;
            }
        }

        return true;
    }
}
