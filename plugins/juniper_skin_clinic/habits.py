"""What Juniper Skin Clinic adds to the checklist."""

from scarwidget.clinics import ChecklistItem

HABITS = (
    ChecklistItem(
        id="bring-medicine-list",
        action="Bring your list of medicines.",
        how_often="Each visit",
        why=(
            "Some of them, such as blood thinners and acne pills, change what can be done and "
            "when. Please do not stop one on your own."
        ),
    ),
    ChecklistItem(
        id="say-cold-sores",
        action="Tell us if you ever get cold sores.",
        how_often="Ahead of a laser or a peel",
        why="They can flare up as skin heals. A doctor can talk with you about medicine for that.",
    ),
)
